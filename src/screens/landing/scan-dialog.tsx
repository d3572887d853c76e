// Opens a call by its QR code.

import { useRef, useState } from 'preact/hooks';
import texts from '#ui/i18n/locales/en/scan.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { TitledDialog } from '#ui/kit/titled-dialog.tsx';
import { Video } from '#ui/kit/video.tsx';
import { useScan, type OpenCamera, type Scan } from './use-scan.ts';
import css from './scan-dialog.module.css';

addTexts(texts);

interface Props {
  openCamera: OpenCamera;
  /** False when `text` is no link of a call: then the camera looks on. */
  onText(text: string): boolean;
  onClose(): void;
}

const failureWords = (why: Extract<Scan, { is: 'failed' }>['why']): string => {
  if (why === 'no-reader') return t('scan.notLoaded');
  if (why.code === 'media/denied') return t('scan.denied');
  if (why.code === 'media/missing') return t('scan.missing');
  return why.code === 'media/in-use' ? t('scan.inUse') : t('scan.failed');
};

const wordsOf = (scan: Scan): string => {
  switch (scan.is) {
    case 'opening':
      return t('scan.opening');
    case 'looking':
      return scan.isForeign ? t('scan.foreign') : t('scan.lead');
    case 'failed':
      return failureWords(scan.why);
  }
};

/** The camera on a laptop looks at the person, who finds their way by a mirror. */
const isSelfie = (stream: MediaStream | undefined): boolean =>
  stream?.getVideoTracks()[0]?.getSettings().facingMode !== 'environment';

export const ScanDialog = ({ openCamera, onText, onClose }: Props) => {
  const [attempt, setAttempt] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  const scan = useScan({ openCamera, place, onText }, attempt);
  const stream = scan.is === 'looking' ? scan.stream : undefined;
  const isTrouble = scan.is === 'failed' || (scan.is === 'looking' && scan.isForeign);
  return (
    <TitledDialog title={t('scan.title')} closeLabel={t('scan.close')} onClose={onClose}>
      <div class={css['scan']}>
        <div ref={place} class={css['picture']} data-scan={scan.is}>
          {stream && <Video stream={stream} isMuted isMirrored={isSelfie(stream)} isShown label={t('scan.picture')} />}
          <span class={css['corners']} aria-hidden="true" />
        </div>
        <p class={css['words']} role="status" data-tone={isTrouble ? 'warn' : undefined}>
          {wordsOf(scan)}
        </p>
        <div class={css['actions']}>
          {scan.is === 'failed' && (
            <Button look="accent" onClick={() => setAttempt(attempt + 1)}>
              {t('action.tryAgain')}
            </Button>
          )}
          <Button autofocus onClick={onClose}>
            {t('scan.cancel')}
          </Button>
        </div>
      </div>
    </TitledDialog>
  );
};
