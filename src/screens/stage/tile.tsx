// The frame that every tile shares: picture or avatar, name, and what is to be known.

import type { ComponentChildren, RefObject } from 'preact';
import { t } from '#ui/i18n/t.ts';
import { Avatar } from '#ui/kit/avatar.tsx';
import { Icon } from '#ui/kit/icon.tsx';
import { useFocusKept } from '#ui/kit/use-focus-kept.ts';
import { Video } from '#ui/kit/video.tsx';
import type { TileBox } from './plan-grid.ts';
import { screenTile } from './plan-stage.ts';
import css from './tile.module.css';
import { useGlide } from './use-glide.ts';

/** How the sound of a tile is played. */
export interface TileSound {
  readonly volume: number;
  /** Id of the speaker; '' is the system's. */
  readonly speaker: string;
  onBlocked(retry: () => void): void;
}

interface Props {
  /** Whose it is; gives the avatar its colour. */
  readonly id: string;
  readonly name: string;
  readonly caption: string;
  readonly kind?: 'face' | 'screen';
  readonly box: TileBox | undefined;
  readonly stream: MediaStream | null;
  /** Absent: the tile has no sound, as the own one. */
  readonly sound?: TileSound;
  readonly isSelf?: boolean;
  readonly isFloating?: boolean;
  readonly isMirrored?: boolean;
  readonly isCameraOn: boolean;
  readonly isMicrophoneOn: boolean;
  readonly isSpeaking?: boolean;
  readonly isPinned?: boolean;
  /** How the connection stands, for style sheets and tests. */
  readonly connection?: string;
  /** What can be done with it: a button in the corner. */
  readonly menu?: ComponentChildren;
  /** Signs beside the name. */
  readonly signs?: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly tileRef: RefObject<HTMLLIElement | null>;
  readonly onPointerDown?: ((event: PointerEvent) => void) | undefined;
}

/** From the start of the line, so that a right-to-left page is mirrored as a whole. */
const placeOf = (box: TileBox | undefined) =>
  box && {
    insetInlineStart: `${box.x}px`,
    insetBlockStart: `${box.y}px`,
    inlineSize: `${box.width}px`,
    blockSize: `${box.height}px`,
  };

const Caption = ({
  caption,
  isMicrophoneOn,
  isPinned,
  signs,
}: Pick<Props, 'caption' | 'isMicrophoneOn' | 'isPinned' | 'signs'>) => (
  <p class={css['caption']}>
    {isPinned && (
      <span class={css['sign']} role="img" aria-label={t('tile.pinned')}>
        <Icon name="pin" />
      </span>
    )}
    {!isMicrophoneOn && (
      <span class={css['muted']} role="img" aria-label={t('tile.muted')}>
        <Icon name="microphone-off" />
      </span>
    )}
    <bdi class={css['name']}>{caption}</bdi>
    {signs}
  </p>
);

const flag = (isOn: boolean | undefined): '' | undefined => (isOn ? '' : undefined);

export const Tile = (props: Props) => {
  const { id, name, kind = 'face', isSelf = false, isCameraOn, isMicrophoneOn, sound } = props;
  useGlide(props.tileRef, props.box);
  useFocusKept(props.tileRef);
  return (
    <li
      ref={props.tileRef}
      class={css['tile']}
      style={placeOf(props.box) ?? {}}
      data-testid={kind === 'face' ? 'tile' : 'screen-tile'}
      data-person={name}
      data-kind={kind}
      data-tile={kind === 'screen' ? screenTile(id) : id}
      data-self={flag(isSelf)}
      data-placed={flag(props.box !== undefined)}
      data-floating={flag(props.isFloating)}
      data-camera={isCameraOn ? 'on' : 'off'}
      data-microphone={isMicrophoneOn ? 'on' : 'off'}
      data-speaking={flag(props.isSpeaking)}
      data-connection={props.connection}
      onPointerDown={props.onPointerDown}
    >
      {kind === 'face' && <Avatar id={id} name={name} />}
      <Video
        stream={props.stream}
        isMuted={!sound || sound.volume === 0}
        isMirrored={props.isMirrored ?? false}
        isWhole={kind === 'screen'}
        isShown={isCameraOn}
        label={props.caption}
        {...(sound && { volume: sound.volume, speaker: sound.speaker, onBlocked: sound.onBlocked })}
      />
      {props.isSpeaking && <span class={css['ring']} aria-hidden="true" />}
      {props.children}
      <Caption
        caption={props.caption}
        isMicrophoneOn={isMicrophoneOn || kind === 'screen'}
        isPinned={props.isPinned ?? false}
        signs={props.signs}
      />
      {props.menu}
    </li>
  );
};
