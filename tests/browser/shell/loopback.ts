// Two connections of one page with each other, and a picture that goes over them.

import { expect } from 'vitest';
import type { Scope } from '#core/base/scope.ts';

export const patience = { timeout: 90_000, interval: 50 };

/** What our connections take of the browser's codecs. */
export const vp8 = (): RTCRtpCodec[] =>
  RTCRtpSender.getCapabilities('video')!.codecs.filter(({ mimeType }) => /vp8|rtx/i.test(mimeType));

/** `from` offers; `onOffered` is when `to` knows its lines. Both are connected when it is over. */
export const negotiate = async (
  from: RTCPeerConnection,
  to: RTCPeerConnection,
  onOffered: () => void = () => {},
): Promise<void> => {
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const)
    one.addEventListener(
      'icecandidate',
      ({ candidate }) => void other.addIceCandidate(candidate ?? undefined).catch(() => {}),
    );
  await from.setLocalDescription();
  await to.setRemoteDescription(from.localDescription!);
  onOffered();
  await to.setLocalDescription();
  await from.setRemoteDescription(to.localDescription!);
  await expect.poll(() => [from.connectionState, to.connectionState], patience).toEqual(['connected', 'connected']);
};

export interface Canvas {
  readonly track: MediaStreamTrack;
  resize(width: number, height: number): void;
}

/** As a camera in a dim room: another grey for every dot. */
const addNoise = (context: CanvasRenderingContext2D): void => {
  const { width, height } = context.canvas;
  const picture = context.getImageData(0, 0, width, height);
  for (let at = 0; at < picture.data.length; at += 4) {
    const grey = (Math.random() - 0.5) * 60;
    for (let colour = 0; colour < 3; colour += 1) picture.data[at + colour]! += grey;
  }
  context.putImageData(picture, 0, 0);
};

/** A picture that moves, until the scope ends. */
export const movingCanvas = (scope: Scope, width = 480, height = 270, isNoisy = false): Canvas => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  let step = 0;
  const timer = setInterval(() => {
    step += 1;
    context.fillStyle = `hsl(${step * 7} 80% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = 'white';
    context.fillRect((step * 5) % canvas.width, 40, 30, 30);
    if (isNoisy) addNoise(context);
  }, 66);
  scope.add(() => clearInterval(timer));
  const [track] = canvas.captureStream(15).getVideoTracks();
  scope.add(() => track!.stop());
  return {
    track: track!,
    resize: (nextWidth, nextHeight) => Object.assign(canvas, { width: nextWidth, height: nextHeight }),
  };
};
