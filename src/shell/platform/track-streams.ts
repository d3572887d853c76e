// Tracks as streams of frames, and the other way round: what Chromium has for it.

import type { TrackEnds } from './track-ends.ts';

/** Chromium's; W3C's successor, VideoTrackGenerator, it does not have (FACTS.md). */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: 'video' });
  readonly writable: WritableStream<VideoFrame>;
}

/** W3C mediacapture-transform; Chromium has it in pages as well. */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack });
  readonly readable: ReadableStream<VideoFrame>;
}

export const trackStreams: TrackEnds = {
  readFrames: (track) => ({
    frames: new MediaStreamTrackProcessor({ track }).readable,
    // The worker cancels the stream, or it ends with the track.
    [Symbol.dispose]: () => {},
  }),
  makeTrack: () => {
    const track = new MediaStreamTrackGenerator({ kind: 'video' });
    // The worker closes the stream, or it ends with the track.
    return { track, still: track.writable, [Symbol.dispose]: () => {} };
  },
};
