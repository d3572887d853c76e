// A screen that can be shared without anybody choosing one. Runs in the page, before its own scripts, and stands alone.

/** Chromium's; TypeScript does not know it. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: 'video' });
  readonly writable: WritableStream<VideoFrame>;
}

export const shareText = (script: string): void => {
  navigator.mediaDevices.getDisplayMedia = () => {
    const track = new MediaStreamTrackGenerator({ kind: 'video' });
    const { writable } = track;
    new Worker(script, { type: 'module' }).postMessage(writable, [writable]);
    return Promise.resolve(new MediaStream([track]));
  };
};
