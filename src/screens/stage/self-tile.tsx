// Oneself, as in a mirror: among the others, in a corner that one chooses, or nowhere.

import { useRef } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { canFlip } from '#screens/words/device-words.ts';
import { t } from '#ui/i18n/t.ts';
import type { MenuItem } from '#ui/kit/menu-items.ts';
import { shownName } from '#ui/kit/person-name.ts';
import { corners, type Corner } from './place-tiles.ts';
import type { TileBox } from './plan-grid.ts';
import { screenTile, selfTile } from './plan-stage.ts';
import type { StageModel } from './stage-model.ts';
import { TileExtras, TileSigns, type TileLife } from './tile-life.tsx';
import { TileMenu } from './tile-menu.tsx';
import { Tile } from './tile.tsx';
import css from './tile.module.css';
import { useDrag } from './use-drag.ts';

interface Props {
  readonly call: Call;
  readonly model: StageModel;
  readonly box: TileBox | undefined;
  readonly isFloating: boolean;
  readonly life: TileLife;
  /** Alone there is nothing to pin, to move or to hide from. */
  readonly isAlone: boolean;
}

const nextCorner = (corner: Corner): Corner => corners[(corners.indexOf(corner) + 1) % corners.length] ?? corner;

const menuOf = ({ call, model, isFloating }: Pick<Props, 'call' | 'model' | 'isFloating'>): readonly MenuItem[] => {
  const { ownPlace, ownCorner, isOwnSmall } = model;
  const items: MenuItem[] = [];
  if (isFloating) {
    items.push(
      { kind: 'action', label: t('tile.moveOwn'), run: () => (ownCorner.value = nextCorner(ownCorner.peek())) },
      {
        kind: 'check',
        label: t('tile.shrinkOwn'),
        isOn: isOwnSmall.value,
        run: () => (isOwnSmall.value = !isOwnSmall.peek()),
      },
      { kind: 'action', label: t('tile.amongOthers'), icon: 'grid', run: () => (ownPlace.value = 'among') },
    );
  } else items.push({ kind: 'action', label: t('tile.toCorner'), run: () => (ownPlace.value = 'corner') });
  items.push({ kind: 'action', label: t('tile.hideOwn'), run: () => (ownPlace.value = 'hidden') });
  if (canFlip(call.media))
    items.push({ kind: 'action', label: t('device.flip'), icon: 'flip', run: () => void call.media.flipCamera() });
  return items;
};

export const SelfTile = ({ call, model, box, isFloating, life, isAlone }: Props) => {
  const ref = useRef<HTMLLIElement>(null);
  const { media } = call;
  const isMirrored = usePrefs().values.isMirrored.value && media.facing.value !== 'environment';
  const drag = useDrag(ref, isFloating ? (corner) => (model.ownCorner.value = corner) : undefined);
  const name = shownName(call.name.value, call.selfId);
  const isCameraOn = media.camera.value.is === 'on';
  return (
    <Tile
      tileRef={ref}
      id={call.selfId}
      name={name}
      caption={isFloating ? t('tile.you') : t('tile.youNamed', { name })}
      box={box}
      stream={media.preview.value}
      isSelf
      isMirrored={isMirrored}
      isFloating={isFloating}
      isCameraOn={isCameraOn}
      isMicrophoneOn={media.microphone.value.is === 'on'}
      isPinned={model.pinned.value === selfTile}
      isSpeaking={media.isSpeaking.value}
      onPointerDown={drag}
      signs={<TileSigns id={call.selfId} life={life} />}
      menu={
        !isAlone && (
          <TileMenu
            model={model}
            tile={selfTile}
            label={t('tile.menuOwn')}
            tileRef={ref}
            hasPicture={isCameraOn}
            more={() => menuOf({ call, model, isFloating })}
          />
        )
      }
    >
      {isCameraOn && call.dataUse.value === 'sound-only' && (
        <div class={css['status']} data-tone="faint">
          <p>{t('tile.soundOnly')}</p>
        </div>
      )}
      <TileExtras id={call.selfId} life={life} />
    </Tile>
  );
};

/** One's own share, as the others get it. */
export const OwnScreenTile = ({ call, model, box }: Pick<Props, 'call' | 'model' | 'box'>) => {
  const ref = useRef<HTMLLIElement>(null);
  const caption = t('tile.ownScreen');
  return (
    <Tile
      tileRef={ref}
      id={call.selfId}
      name={shownName(call.name.value, call.selfId)}
      caption={caption}
      kind="screen"
      isSelf
      box={box}
      stream={call.media.screenPreview.value}
      isCameraOn
      isMicrophoneOn
      isPinned={model.pinned.value === screenTile(selfTile)}
      menu={
        <TileMenu
          model={model}
          tile={screenTile(selfTile)}
          label={t('tile.menuOwnScreen')}
          tileRef={ref}
          hasPicture
          more={() => [
            { kind: 'action', label: t('action.stopScreen'), icon: 'stop-screen', run: () => call.media.stopScreen() },
          ]}
        />
      }
    />
  );
};
