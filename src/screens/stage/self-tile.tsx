// Oneself, as in a mirror.

import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { shownName } from '#ui/kit/person-name.ts';
import type { TileBox } from './plan-grid.ts';
import { Tile } from './tile.tsx';

interface Props {
  readonly call: Call;
  readonly box: TileBox | undefined;
  readonly isFloating: boolean;
}

export const SelfTile = ({ call, box, isFloating }: Props) => {
  const name = shownName(call.name.value, call.selfId);
  return (
    <Tile
      id={call.selfId}
      name={name}
      caption={isFloating ? t('tile.you') : t('tile.youNamed', { name })}
      box={box}
      stream={call.media.preview.value}
      isSelf
      isFloating={isFloating}
      isCameraOn={call.media.camera.value.is === 'on'}
      isMicrophoneOn={call.media.microphone.value.is === 'on'}
    />
  );
};
