// One's own picture, as in a mirror, with the switches on it.

import type { Call, CaptureState } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { Avatar } from '#ui/kit/avatar.tsx';
import { RoundButton } from '#ui/kit/round-button.tsx';
import { Video } from '#ui/kit/video.tsx';
import { MicrophoneLevel } from '#screens/devices/microphone-level.tsx';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { DeviceToggles } from '#screens/words/device-toggles.tsx';
import { canFlip } from '#screens/words/device-words.ts';
import { useLate } from '#ui/kit/use-late.ts';
import css from './self-preview.module.css';

interface Props {
  readonly call: Call;
}

/** A person who reads the question and thinks about it takes less. */
const slowMs = 8_000;

const cameraWords = (camera: CaptureState, isSlow: boolean): string => {
  if (camera.is !== 'opening') return t('greenRoom.cameraOff');
  return isSlow ? t('greenRoom.cameraSlow') : t('greenRoom.cameraOpening');
};

const FlipButton = ({ call: { media } }: Props) => {
  if (!canFlip(media) || media.camera.value.is !== 'on') return null;
  return <RoundButton icon="flip" label={t('device.flip')} onClick={() => void media.flipCamera()} />;
};

export const SelfPreview = ({ call }: Props) => {
  const { media } = call;
  const { isMirrored } = usePrefs().values;
  const camera = media.camera.value;
  const isSlow = useLate(camera.is === 'opening', slowMs);
  return (
    <section class={css['preview']} aria-label={t('greenRoom.preview')}>
      <Avatar id={call.selfId} name={call.name.value} />
      <Video
        stream={media.preview.value}
        isMuted
        // What the rear camera shows is nobody's mirror.
        isMirrored={isMirrored.value && media.facing.value !== 'environment'}
        isShown={camera.is === 'on'}
        label={t('greenRoom.preview')}
      />
      <p class={css['state']} role="status">
        {camera.is !== 'on' && cameraWords(camera, isSlow)}
      </p>
      <div class={css['foot']} data-over-picture={camera.is === 'on' ? '' : undefined}>
        <div class={css['switches']}>
          <DeviceToggles media={media} />
          <FlipButton call={call} />
        </div>
        <MicrophoneLevel media={media} />
      </div>
    </section>
  );
};
