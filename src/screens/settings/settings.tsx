// All that can be set, in one column: for the panel beside the call and for the window over the green room.

import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Call, DataUse } from '#engine/call/api.ts';
import texts from '#ui/i18n/locales/en/settings.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { RadioGroup } from '#ui/kit/radio-group.tsx';
import { Switch } from '#ui/kit/switch.tsx';
import { TextField } from '#ui/kit/text-field.tsx';
import { DeviceChoice } from '#screens/devices/device-choice.tsx';
import { SpeakerTest } from '#screens/devices/speaker-test.tsx';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { ConnectionSettings } from './connection-settings.tsx';
import { LookSettings } from './look-settings.tsx';
import { PrivacySettings } from './privacy-settings.tsx';
import css from './settings.module.css';

addTexts(texts);

interface Props {
  readonly call: Call;
}

interface SettingsProps {
  /** Without a call, only what is of this device is there. */
  readonly call?: Call | undefined;
}

const Section = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => {
  const id = useId();
  return (
    <section class={css['section']} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
};

const Devices = ({ call: { media } }: Props) => {
  const processing = media.processing.value;
  return (
    <Section title={t('settings.devices')}>
      <DeviceChoice media={media} showsLevel />
      <SpeakerTest media={media} />
      <div class={css['switches']}>
        <Switch
          label={t('settings.echo')}
          hint={t('settings.echoHint')}
          isOn={processing.echoCancellation}
          onToggle={(isOn) => void media.setProcessing({ echoCancellation: isOn })}
        />
        <Switch
          label={t('settings.noise')}
          hint={t('settings.noiseHint')}
          isOn={processing.noiseSuppression}
          onToggle={(isOn) => void media.setProcessing({ noiseSuppression: isOn })}
        />
        <Switch
          label={t('settings.gain')}
          hint={t('settings.gainHint')}
          isOn={processing.autoGainControl}
          onToggle={(isOn) => void media.setProcessing({ autoGainControl: isOn })}
        />
      </div>
    </Section>
  );
};

const Picture = ({ call }: Props) => {
  const prefs = usePrefs();
  return (
    <Section title={t('settings.picture')}>
      <RadioGroup<DataUse>
        label={t('settings.dataUse')}
        value={call.dataUse.value}
        options={[
          { value: 'automatic', label: t('settings.automatic'), hint: t('settings.automaticHint') },
          { value: 'save-data', label: t('settings.saveData'), hint: t('settings.saveDataHint') },
          { value: 'sound-only', label: t('settings.soundOnly'), hint: t('settings.soundOnlyHint') },
        ]}
        onChoose={(use) => call.setDataUse(use)}
      />
      <Switch
        label={t('settings.mirror')}
        hint={t('settings.mirrorHint')}
        isOn={prefs.values.isMirrored.value}
        onToggle={(isOn) => prefs.set('isMirrored', isOn)}
      />
      <Switch
        label={t('settings.help')}
        hint={t('settings.helpHint')}
        isOn={call.isHelping.value}
        onToggle={(isOn) => call.setHelping(isOn)}
      />
    </Section>
  );
};

/** In the green room the name has a field of its own. */
const You = ({ call }: Props) => {
  const [text, setText] = useState(call.name.peek());
  const take = (event: Event): void => {
    event.preventDefault();
    call.setName(text);
    setText(call.name.peek());
  };
  return (
    <Section title={t('settings.you')}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- whoever leaves the field is done with it */}
      <form onSubmit={take} onFocusOut={take}>
        <TextField
          label={t('greenRoom.name')}
          placeholder={t('greenRoom.namePlaceholder')}
          value={text}
          maxLength={60}
          enterkeyhint="done"
          dir="auto"
          onText={setText}
        />
      </form>
    </Section>
  );
};

/** For a place with a heading "Settings" of the second level. */
export const Settings = ({ call }: SettingsProps) => {
  const prefs = usePrefs();
  return (
    <div class={css['settings']}>
      {call?.state.value.is === 'joined' && <You call={call} />}
      {call && <Devices call={call} />}
      {call && <Picture call={call} />}
      <Section title={t('settings.connection')}>
        <ConnectionSettings />
      </Section>
      <Section title={t('settings.look')}>
        <LookSettings />
      </Section>
      <Section title={t('settings.sounds')}>
        <Switch
          label={t('settings.hasSounds')}
          hint={t('settings.hasSoundsHint')}
          isOn={prefs.values.hasSounds.value}
          onToggle={(isOn) => prefs.set('hasSounds', isOn)}
        />
      </Section>
      <Section title={t('settings.keyboard')}>
        <Switch
          label={t('settings.hasShortcuts')}
          hint={t('settings.hasShortcutsHint')}
          isOn={prefs.values.hasShortcuts.value}
          onToggle={(isOn) => prefs.set('hasShortcuts', isOn)}
        />
      </Section>
      <Section title={t('settings.privacy')}>
        <PrivacySettings />
      </Section>
    </div>
  );
};
