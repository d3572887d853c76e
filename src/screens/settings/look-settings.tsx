// Colours, movement, language.

import type { Motion, Theme } from '#screens/prefs/prefs.ts';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { isLocaleId, realLocales } from '#ui/i18n/locales.ts';
import { t } from '#ui/i18n/t.ts';
import { RadioGroup } from '#ui/kit/radio-group.tsx';
import { SelectField } from '#ui/kit/select-field.tsx';

export const LookSettings = () => {
  const prefs = usePrefs();
  const { theme, motion, locale } = prefs.values;
  return (
    <>
      <RadioGroup<Theme>
        label={t('settings.theme')}
        look="row"
        value={theme.value}
        options={[
          { value: 'system', label: t('settings.themeSystem') },
          { value: 'light', label: t('settings.themeLight') },
          { value: 'dark', label: t('settings.themeDark') },
          { value: 'contrast', label: t('settings.themeContrast') },
        ]}
        onChoose={(next) => prefs.set('theme', next)}
      />
      <RadioGroup<Motion>
        label={t('settings.motion')}
        look="row"
        value={motion.value}
        options={[
          { value: 'system', label: t('settings.motionSystem') },
          { value: 'less', label: t('settings.motionLess') },
        ]}
        onChoose={(next) => prefs.set('motion', next)}
      />
      {realLocales.length > 1 && (
        <SelectField
          label={t('settings.language')}
          value={locale.value}
          options={realLocales.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={(id) => isLocaleId(id) && prefs.set('locale', id)}
        />
      )}
    </>
  );
};
