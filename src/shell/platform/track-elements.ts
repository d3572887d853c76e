// Tracks as frames, and the other way round, by way of a video element and a canvas: for Firefox (153), which has no streams
// for it. Neither element is in the document. Both stand still while nobody sees the page.

import { reasonOf } from '#core/base/log.ts';
import { stillSize } from '#workers/encode-messages.ts';
import type { MadeTrack, TrackEnds, TrackFrames } from './track-ends.ts';

/** As an early draft of W3C mediacapture-fromelement has it: the stream is asked for a frame, and not its track. */
interface CanvasStream extends MediaStream {
  requestFrame(): void;
}

/** A frame goes to the worker when it has been shown and the worker has asked for one, so that none ever waits there. */
const readFrames = (track: MediaStreamTrack, onTrouble: (reason: string) => void): TrackFrames => {
  const { port1: port, port2: frames } = new MessageChannel();
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  let isWanted = false;
  let shownUs: number | undefined;
  let request = 0;
  let isOver = false;
  const give = (): void => {
    if (!isWanted || shownUs === undefined) return;
    try {
      // A frame of an element bears no time of its own (Firefox 153: always 0).
      const frame = new VideoFrame(video, { timestamp: shownUs });
      port.postMessage(frame, [frame]);
    } catch (error) {
      end();
      onTrouble(reasonOf(error));
    }
    [isWanted, shownUs] = [false, undefined];
  };
  const watch = (): void => {
    request = video.requestVideoFrameCallback((_, { mediaTime }) => {
      watch();
      shownUs = Math.round(mediaTime * 1_000_000);
      give();
    });
  };
  const end = (): void => {
    isOver = true;
    video.cancelVideoFrameCallback(request);
    track.removeEventListener('ended', onEnded);
    video.srcObject = null;
    port.close();
  };
  const onEnded = (): void => {
    port.postMessage(null);
    end();
  };
  port.addEventListener('message', () => {
    isWanted = true;
    give();
  });
  port.start();
  track.addEventListener('ended', onEnded);
  watch();
  // Refused as well when it is over before it has begun.
  video.play().catch((error: unknown) => {
    if (!isOver) onTrouble(reasonOf(error));
  });
  return { frames, [Symbol.dispose]: end };
};

/** A sender gets a frame when the canvas has been painted, with the time of that; one at most for each time that the screen is drawn. */
const makeTrack = (): MadeTrack => {
  const canvas = Object.assign(document.createElement('canvas'), { width: stillSize, height: stillSize });
  const context = canvas.getContext('2d');
  const stream = canvas.captureStream(0) as CanvasStream;
  const [track] = stream.getVideoTracks();
  if (!context || !track) throw new Error('a canvas without a track');
  const { port1: port, port2: still } = new MessageChannel();
  port.addEventListener('message', () => {
    context.fillStyle = '#808080';
    context.fillRect(0, 0, stillSize, stillSize);
    stream.requestFrame();
  });
  port.start();
  return { track, still, [Symbol.dispose]: () => port.close() };
};

export const trackElements: TrackEnds = { readFrames, makeTrack };
