// The frame that every tile shares: picture or avatar, name, and what is to be known.

import type { ComponentChildren } from 'preact';
import { t } from '#ui/i18n/t.ts';
import { Avatar } from '#ui/kit/avatar.tsx';
import { Icon } from '#ui/kit/icon.tsx';
import { Video } from '#ui/kit/video.tsx';
import type { TileBox } from './plan-grid.ts';
import css from './tile.module.css';

interface Props {
  readonly id: string;
  readonly name: string;
  readonly caption: string;
  readonly box: TileBox | undefined;
  readonly stream: MediaStream | null;
  readonly isSelf?: boolean;
  readonly isFloating?: boolean;
  readonly isCameraOn: boolean;
  readonly isMicrophoneOn: boolean;
  /** How the connection stands, for style sheets and tests. */
  readonly connection?: string;
  readonly children?: ComponentChildren;
  onBlocked?(retry: () => void): void;
}

/** From the start of the line, so that a right-to-left page is mirrored as a whole. */
const placeOf = (box: TileBox | undefined) =>
  box && {
    insetInlineStart: `${box.x}px`,
    insetBlockStart: `${box.y}px`,
    inlineSize: `${box.width}px`,
    blockSize: `${box.height}px`,
  };

export const Tile = (props: Props) => {
  const { id, name, caption, isSelf = false, isFloating = false, isCameraOn, isMicrophoneOn } = props;
  return (
    <li
      class={css['tile']}
      style={placeOf(props.box) ?? {}}
      data-testid="tile"
      data-person={name}
      data-self={isSelf ? '' : undefined}
      data-placed={props.box ? '' : undefined}
      data-floating={isFloating ? '' : undefined}
      data-camera={isCameraOn ? 'on' : 'off'}
      data-microphone={isMicrophoneOn ? 'on' : 'off'}
      data-connection={props.connection}
    >
      <Avatar id={id} name={name} />
      <Video
        stream={props.stream}
        isMuted={isSelf}
        isMirrored={isSelf}
        isShown={isCameraOn}
        label={caption}
        {...(props.onBlocked && { onBlocked: props.onBlocked })}
      />
      {props.children}
      <p class={css['caption']}>
        {!isMicrophoneOn && (
          <span class={css['muted']} role="img" aria-label={t('tile.muted')}>
            <Icon name="microphone-off" />
          </span>
        )}
        <bdi class={css['name']}>{caption}</bdi>
      </p>
    </li>
  );
};
