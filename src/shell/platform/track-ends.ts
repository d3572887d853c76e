// The two ends of a picture that is encoded in a worker: the frames of a track, and a track that is made of still frames.

import type { FrameSource, StillSink } from '#workers/encode-messages.ts';

/** To be disposed of when nobody reads any more. The track stays its owner's. */
export interface TrackFrames extends Disposable {
  /** For the worker, to be transferred. */
  readonly frames: FrameSource;
}

/** To be disposed of when nobody sends it any more. */
export interface MadeTrack extends Disposable {
  readonly track: MediaStreamTrack;
  /** For the worker, to be transferred. */
  readonly still: StillSink;
}

export interface TrackEnds {
  /** `onTrouble`: none will come. */
  readFrames(track: MediaStreamTrack, onTrouble: (reason: string) => void): TrackFrames;
  makeTrack(): MadeTrack;
}
