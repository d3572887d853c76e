// The only place where a stream meets an element.

import { useLayoutEffect, useRef } from 'preact/hooks';
import css from './video.module.css';

interface Props {
  readonly stream: MediaStream | null;
  readonly isMuted: boolean;
  /** 0 to 1. */
  readonly volume?: number;
  /** Id of the speaker; '' is the system's. Ignored where the browser gives no choice. */
  readonly speaker?: string;
  readonly isMirrored?: boolean;
  /** Shown whole, whatever its shape: a screen. */
  readonly isWhole?: boolean;
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

/** Nothing here pauses a call's picture: the system did (a player of a phone, a call that came in), and its sound with it. */
const goOn = (video: HTMLVideoElement, onBlocked: Props['onBlocked']): void => {
  const { srcObject } = video;
  if (srcObject instanceof MediaStream && srcObject.active) void play(video, onBlocked);
};

/** The shape of the picture, for style sheets: nothing before the first frame. */
const noteShape = ({ currentTarget: video }: { readonly currentTarget: HTMLVideoElement }): void => {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) delete video.dataset['shape'];
  else video.dataset['shape'] = height > width ? 'portrait' : 'landscape';
};

/** A speaker that is gone leaves the sound where it was. */
const sendSoundTo = (video: HTMLVideoElement, speaker: string): void => {
  const { sinkId } = video as { readonly sinkId?: string };
  if (sinkId === undefined || sinkId === speaker) return;
  video.setSinkId(speaker).catch(() => {});
};

export const Video = (props: Props) => {
  const { stream, isMuted, volume = 1, speaker = '', isMirrored = false, isWhole = false, isShown, label } = props;
  const ref = useRef<HTMLVideoElement>(null);
  const blocked = useRef(props.onBlocked);
  blocked.current = props.onBlocked;

  useLayoutEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.muted = isMuted;
    // Only when it changed: assigning the same stream again would restart it.
    if (video.srcObject !== stream) video.srcObject = stream;
    if (stream) void play(video, (retry) => blocked.current?.(retry));
  }, [stream, isMuted]);

  useLayoutEffect(() => {
    if (ref.current) ref.current.volume = volume;
  }, [volume]);

  useLayoutEffect(() => {
    if (ref.current) sendSoundTo(ref.current, speaker);
  }, [speaker]);

  useLayoutEffect(() => {
    const video = ref.current;
    const resume = (): void => {
      if (video) goOn(video, (retry) => blocked.current?.(retry));
    };
    // Of the player that fills an iPhone: it leaves the picture paused.
    video?.addEventListener('webkitendfullscreen', resume);
    return () => {
      video?.removeEventListener('webkitendfullscreen', resume);
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
      data-whole={isWhole ? '' : undefined}
      data-shown={isShown ? '' : undefined}
      onLoadedData={noteShape}
      onResize={noteShape}
      onPause={({ currentTarget: video }) => goOn(video, (retry) => blocked.current?.(retry))}
      onEmptied={noteShape}
    />
  );
};
