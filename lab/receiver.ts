// One who gets the picture, in this very page: two connections, and the element that shows what comes.

import type { EncodePort, SharedEncoder } from '#core/ports/encode.ts';
import { borrowLine } from '#engine/mesh/share-line.ts';

export interface Receiver extends Disposable {
  readonly video: HTMLVideoElement;
  /** When frames were presented within the last seconds, as performance.now() tells it. */
  readonly frames: readonly number[];
  /** The rung that is meant for them; undefined: none. */
  readonly rung: number | undefined;
  show(rung: number | undefined, bitrateBps: number): void;
}

export const keptMs = 4_000;

/** The shared encoder speaks VP8. */
const onlyVp8 = (transceiver: RTCRtpTransceiver): void => {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => /VP8|rtx/i.test(mimeType)));
};

const connect = async (near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> => {
  near.addEventListener('icecandidate', ({ candidate }) => candidate && void far.addIceCandidate(candidate));
  far.addEventListener('icecandidate', ({ candidate }) => candidate && void near.addIceCandidate(candidate));
  await near.setLocalDescription();
  if (near.localDescription) await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  if (far.localDescription) await near.setRemoteDescription(far.localDescription);
};

const createScreen = (): HTMLVideoElement => {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  return video;
};

/** Gets nothing before `show`. */
export const openReceiver = (encode: EncodePort, encoder: SharedEncoder): Receiver => {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const transceiver = near.addTransceiver('video', { direction: 'sendonly' });
  const { sender } = transceiver;
  // In the turn in which it was made: later it takes nothing in between.
  const forget = encode.prepare(sender);
  onlyVp8(transceiver);
  const video = createScreen();
  far.addEventListener('track', ({ track }) => (video.srcObject = new MediaStream([track])));
  void connect(near, far);
  const line = borrowLine({
    connection: { lend: () => sender, giveBack: async () => {}, refreshPicture: async () => {} },
    place: 'camera',
    encoder,
    changed: () => {},
    truth: () => ({}),
  });
  let frames: readonly number[] = [];
  let rung: number | undefined;
  let isOver = false;
  const noteFrame = (nowMs: number): void => {
    if (isOver) return;
    frames = [...frames.filter((atMs) => nowMs - atMs < keptMs), nowMs];
    video.requestVideoFrameCallback(noteFrame);
  };
  video.requestVideoFrameCallback(noteFrame);
  return {
    video,
    get frames() {
      return frames;
    },
    get rung() {
      return rung;
    },
    show: (next, bitrateBps) => {
      rung = next;
      line?.show(next, bitrateBps);
    },
    [Symbol.dispose]: () => {
      isOver = true;
      line?.drop();
      forget();
      near.close();
      far.close();
      video.srcObject = null;
    },
  };
};
