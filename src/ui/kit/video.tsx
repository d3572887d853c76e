// The only place where a stream meets an element.

import { useLayoutEffect, useRef } from 'preact/hooks';
import css from './video.module.css';

interface Props {
  readonly stream: MediaStream | null;
  readonly isMuted: boolean;
  readonly isMirrored?: boolean;
  /** False hides the picture; the sound plays on. */
  readonly isShown: boolean;
  /** Spoken name of the picture. */
  readonly label: string;
  /** The browser refuses to play sound before the person asks for it: `retry` is to be called from a click. */
  onBlocked?(retry: () => void): void;
}

const isBlocked = (error: unknown): boolean => error instanceof DOMException && error.name === 'NotAllowedError';

/** Plays, muted where the browser insists: a silent picture is better than none. */
const play = async (video: HTMLVideoElement, onBlocked: Props['onBlocked']): Promise<void> => {
  try {
    await video.play();
  } catch (error) {
    // Anything else is an interruption by the next stream, or the end of the element.
    if (!isBlocked(error) || video.muted) return;
    video.muted = true;
    onBlocked?.(() => {
      video.muted = false;
      void play(video, onBlocked);
    });
    await play(video, onBlocked);
  }
};

/** The shape of the picture, for style sheets: nothing before the first frame. */
const noteShape = ({ currentTarget: video }: { readonly currentTarget: HTMLVideoElement }): void => {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) delete video.dataset['shape'];
  else video.dataset['shape'] = height > width ? 'portrait' : 'landscape';
};

export const Video = ({ stream, isMuted, isMirrored = false, isShown, label, onBlocked }: Props) => {
  const ref = useRef<HTMLVideoElement>(null);
  const blocked = useRef(onBlocked);
  blocked.current = onBlocked;

  useLayoutEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.muted = isMuted;
    // Only when it changed: assigning the same stream again would restart it.
    if (video.srcObject !== stream) video.srcObject = stream;
    if (stream) void play(video, (retry) => blocked.current?.(retry));
  }, [stream, isMuted]);

  useLayoutEffect(() => {
    const video = ref.current;
    return () => {
      if (video) video.srcObject = null;
    };
  }, []);

  return (
    <video
      ref={ref}
      class={css['video']}
      autoPlay
      playsInline
      disableRemotePlayback
      aria-label={label}
      aria-hidden={!isShown}
      data-mirrored={isMirrored ? '' : undefined}
      data-shown={isShown ? '' : undefined}
      onLoadedData={noteShape}
      onResize={noteShape}
      onEmptied={noteShape}
    />
  );
};
