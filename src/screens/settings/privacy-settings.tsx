// What this device remembers, and how to make it forget.

import { useRef, useState } from 'preact/hooks';
import { useDevice } from '#screens/prefs/device-context.ts';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { Switch } from '#ui/kit/switch.tsx';
import css from './settings.module.css';

const RecentCalls = () => {
  const prefs = usePrefs();
  const device = useDevice();
  const [isCleared, setCleared] = useState(false);
  return (
    <>
      <Switch
        label={t('settings.recent')}
        hint={t('settings.recentHint')}
        isOn={prefs.values.keepsRecentCalls.value}
        onToggle={(isOn) => prefs.set('keepsRecentCalls', isOn)}
      />
      <div class={css['row']}>
        <Button
          onClick={() => {
            device.clearRecentCalls();
            setCleared(true);
          }}
        >
          {t('settings.clearRecent')}
        </Button>
        <span role="status">{isCleared && t('settings.recentCleared')}</span>
      </div>
    </>
  );
};

type Step = 'idle' | 'asking' | 'forgetting' | 'done';

const useForget = () => {
  const device = useDevice();
  const [step, setStep] = useState<Step>('idle');
  const forget = async (): Promise<void> => {
    setStep('forgetting');
    // Out of a call the landing page comes up and says that it is done; over the landing page it is said here.
    await device.forgetEverything();
    setStep('done');
  };
  return { step, setStep, forget };
};

/** Asked in its place: a second window over a window would only frighten. */
const Forget = () => {
  const { step, setStep, forget } = useForget();
  const ref = useRef<HTMLDivElement>(null);
  const goTo = (next: Step): void => {
    setStep(next);
    // What was pressed goes away: the focus stays with what takes its place.
    ref.current?.focus();
  };
  return (
    <div ref={ref} class={css['forget']} tabIndex={-1} role="group" aria-label={t('settings.forget')}>
      {(step === 'idle' || step === 'done') && <Button onClick={() => goTo('asking')}>{t('settings.forget')}</Button>}
      <div role="status">
        {step === 'done' && t('landing.forgotten')}
        {(step === 'asking' || step === 'forgetting') && (
          <>
            <p>
              <strong>{t('settings.forgetAsk')}</strong>
            </p>
            <ul class={css['goes']}>
              <li>{t('settings.forgetName')}</li>
              <li>{t('settings.forgetIdentity')}</li>
              <li>{t('settings.forgetCalls')}</li>
              <li>{t('settings.forgetSettings')}</li>
            </ul>
            <p>{t('settings.forgetStays')}</p>
          </>
        )}
      </div>
      {(step === 'asking' || step === 'forgetting') && (
        <div class={css['row']}>
          <Button
            look="danger"
            disabled={step === 'forgetting'}
            onClick={() => {
              ref.current?.focus();
              void forget();
            }}
          >
            {t('settings.forgetYes')}
          </Button>
          <Button look="quiet" disabled={step === 'forgetting'} onClick={() => goTo('idle')}>
            {t('settings.forgetNo')}
          </Button>
        </div>
      )}
    </div>
  );
};

export const PrivacySettings = () => (
  <>
    <RecentCalls />
    <Forget />
  </>
);
