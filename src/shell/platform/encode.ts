// Whether this browser can encode a picture once for everybody, and what must be there for that from a connection's
// beginning. The rest is loaded when it is needed.

import type { EncodePort } from '#core/ports/encode.ts';
import { createEncodeGate } from './encode-gate.ts';

/** By what the frames of a track are read, and a track is made of frames (track-ends.ts). */
export type EncodeWay = 'streams' | 'elements';

interface Way {
  readonly is: EncodeWay;
  isThere(): boolean;
  /** A sender takes what lies between it and the network at any time, and not only when it is made. */
  readonly takesLate: boolean;
  /** Nothing comes of it while nobody sees the page. */
  readonly mustBeSeen: boolean;
}

const haveAll = (...names: readonly string[]): boolean =>
  [...names, 'RTCRtpScriptTransform', 'VideoEncoder'].every((name) => name in globalThis);

/** Firefox asks a canvas' stream for a frame; in other browsers its track is asked. */
declare const CanvasCaptureMediaStream: { readonly prototype: object };

/** Chromium has the first, Firefox (153) the second. Safari has neither. */
const ways: readonly Way[] = [
  {
    is: 'streams',
    isThere: () => haveAll('MediaStreamTrackProcessor', 'MediaStreamTrackGenerator'),
    takesLate: false,
    mustBeSeen: false,
  },
  {
    is: 'elements',
    isThere: () =>
      haveAll('CanvasCaptureMediaStream') &&
      'requestFrame' in CanvasCaptureMediaStream.prototype &&
      'requestVideoFrameCallback' in HTMLVideoElement.prototype,
    takesLate: true,
    mustBeSeen: true,
  },
];

export const createEncode = (): EncodePort => {
  const gate = createEncodeGate();
  const way = ways.find(({ isThere }) => isThere());
  return {
    isPossible: () => way !== undefined,
    watch: (listener) => {
      const tell = (): void => listener(!way?.mustBeSeen || document.visibilityState === 'visible');
      document.addEventListener('visibilitychange', tell);
      tell();
      return () => document.removeEventListener('visibilitychange', tell);
    },
    warmUp: () => {
      if (way && !way.takesLate) gate.warmUp();
    },
    prepare: (sender) => {
      if (!way) return () => {};
      if (!way.takesLate) gate.idOf(sender);
      return () => gate.forget(sender);
    },
    open: async (listener) => {
      if (!way || gate.isUsedUp()) throw new Error('this browser cannot encode for several');
      const encoder = (await import('./shared-encoder.ts')).createSharedEncoder({ gate, way: way.is, listener });
      // A sender that is given a worker which does not answer sends nothing until it does.
      if (way.takesLate) await encoder.read();
      return encoder;
    },
  };
};
