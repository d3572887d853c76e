// One's own picture, as in a mirror, with the switches on it.

import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { Avatar } from '#ui/kit/avatar.tsx';
import { Video } from '#ui/kit/video.tsx';
import { DeviceToggles } from '#screens/words/device-toggles.tsx';
import css from './self-preview.module.css';

interface Props {
  readonly call: Call;
}

export const SelfPreview = ({ call }: Props) => {
  const { media } = call;
  const camera = media.camera.value;
  return (
    <section class={css['preview']} aria-label={t('greenRoom.preview')}>
      <Avatar id={call.selfId} name={call.name.value} />
      <Video
        stream={media.preview.value}
        isMuted
        isMirrored
        isShown={camera.is === 'on'}
        label={t('greenRoom.preview')}
      />
      {camera.is !== 'on' && (
        <p class={css['state']}>{camera.is === 'opening' ? t('greenRoom.cameraOpening') : t('greenRoom.cameraOff')}</p>
      )}
      <div class={css['switches']}>
        <DeviceToggles media={media} />
      </div>
    </section>
  );
};
