// The shared encoder (DESIGN D6): a picture is encoded once for each size that somebody wants, however many get it. Each
// receiver's own sender encodes small still frames, and the bytes of these are replaced by those of the real picture.

import type { Stop } from '#core/base/scope.ts';

/** What may be encoded once for everybody. */
export type PicturePlace = 'camera' | 'screen';

/** One size of a picture. */
export interface EncodedRung {
  /** The shorter side, pixels; a source that is smaller stays as it is. */
  readonly maxHeight: number;
  readonly maxFramerate: number;
  readonly bitrateBps: number;
}

export interface EncodePort {
  /** Whether this browser has all that it needs; asked of its features, never of its name. */
  isPossible(): boolean;
  /** `listener` is told at once and with every change whether pictures can be encoded for several at this moment. */
  watch(listener: (isReady: boolean) => void): Stop;
  /** Senders are about to be made: what they need takes a moment to start. */
  warmUp(): void;
  /**
   * For each sender of a picture that may be encoded for several, in the very turn in which its line is made: later Chromium's
   * take nothing in between any more. What it encodes itself passes. Nothing happens where it is not possible. To be stopped
   * when the connection is closed.
   */
  prepare(sender: RTCRtpSender): Stop;
  /** Starts the worker. Rejects where it can't be had. */
  open(listener: EncodeListener): Promise<SharedEncoder>;
}

export interface EncodeListener {
  /** It cannot go on, for whatever reason: an encoder that failed, a worker that died. Told once; nothing more is sent. */
  onTrouble(reason: string): void;
}

export interface SharedEncoder extends Disposable {
  /** What is encoded from now on; null: nothing. The track stays the caller's. */
  setSource(place: PicturePlace, track: MediaStreamTrack | null): void;
  /** What the picture is (its track's `contentHint`; '': it isn't said), from the next frame on: text must stay sharp. */
  setHint(place: PicturePlace, hint: string): void;
  /** The sizes from now on, smallest first. Those that nobody shows are not encoded. A change makes a key frame at most of what changed. */
  setRungs(place: PicturePlace, rungs: readonly EncodedRung[]): void;
  /** Puts itself between a sender, which has been prepared, and the network. One outlet for each; a second takes its place. Until `show`, and after the end, what the sender encodes itself passes. */
  attach(place: PicturePlace, sender: RTCRtpSender): EncodeOutlet;
  /** What it does at this moment. */
  read(): Promise<EncodeFigures>;
}

/** One receiver's way out. */
export interface EncodeOutlet extends Disposable {
  /** What the sender is to send instead of the real track (`replaceTrack`), at its full size (`scaleResolutionDownBy` 1). */
  readonly track: MediaStreamTrack;
  /** The rung of which this receiver gets the frames from its next key frame on; undefined: none. */
  show(rung: number | undefined): void;
}

export interface EncodeFigures {
  readonly places: Readonly<Record<PicturePlace, readonly RungFigures[]>>;
}

/** Counted since the rung began. */
export interface RungFigures extends EncodedRung {
  readonly width: number;
  readonly height: number;
  readonly framesEncoded: number;
  readonly keyFrames: number;
  readonly bytes: number;
  /** Frames of the source that were left out because the encoder was behind. */
  readonly framesDropped: number;
  /** From taking a frame to having it encoded, ms, over the last second. */
  readonly encodeMs: number;
  readonly outlets: number;
}
