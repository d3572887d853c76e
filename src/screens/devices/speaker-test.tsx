// A little melody on the chosen speaker, and what to do for whoever did not hear it.

import { useRef, useState } from 'preact/hooks';
import type { LocalMedia } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import css from './speaker-test.module.css';

interface Props {
  readonly media: LocalMedia;
}

type Step = 'idle' | 'asked' | 'heard' | 'not-heard';

export const SpeakerTest = ({ media }: Props) => {
  const { sounds, canChooseSpeaker } = useScreenPorts();
  const [step, setStep] = useState<Step>('idle');
  const play = (): void => {
    sounds.play('test', media.speaker.peek());
    setStep('asked');
  };
  const ref = useRef<HTMLDivElement>(null);
  const answer = (next: Step): void => {
    setStep(next);
    // The answer that was pressed goes away: the focus stays beside it.
    ref.current?.querySelector('button')?.focus();
  };
  return (
    <div ref={ref} class={css['test']}>
      <Button icon="sound" onClick={play}>
        {step === 'idle' ? t('check.speaker') : t('check.speakerAgain')}
      </Button>
      <div class={css['answer']}>
        <p role="status">
          {step === 'asked' && t('check.speakerHeard')}
          {step === 'heard' && t('check.speakerGood')}
          {step === 'not-heard' && (canChooseSpeaker ? t('check.speakerAdvice') : t('check.speakerAdvicePlain'))}
        </p>
        {step === 'asked' && (
          <span class={css['choices']}>
            <Button look="quiet" onClick={() => answer('heard')}>
              {t('check.yes')}
            </Button>
            <Button look="quiet" onClick={() => answer('not-heard')}>
              {t('check.no')}
            </Button>
          </span>
        )}
      </div>
    </div>
  );
};
