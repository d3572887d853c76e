// Looks at the pictures and hears the sounds of one page: which picture, when, and how much of it is left; when a sound begins.

import { camera, makeScene, paintFrame } from '../camera-picture.ts';
import { codeRows, readFrameNumber } from '../frame-code.ts';
import type { Probed, ProbeRequest } from './probe-words.ts';
import { psnrOf, shrinkPlane } from './psnr.ts';

/** Each of these is compared with its source, once in a turn of the camera. */
const comparedEvery = 10;
const sharedNow = (): number => performance.timeOrigin + performance.now();

let found: { pictures: [number, number][]; sounds: number[]; psnr: number[]; size: string };
const begin = (): void => {
  found = { pictures: [], sounds: [], psnr: [], size: '' };
};
begin();

let scene: ReturnType<typeof makeScene> | undefined;
const sources = new Map<string, ReturnType<typeof shrinkPlane>>();
const sourceOf = (number: number, height: number): ReturnType<typeof shrinkPlane> => {
  const key = `${number} ${height}`;
  scene ??= makeScene();
  const { width: fullWidth, height: fullHeight } = camera;
  const known =
    sources.get(key) ??
    shrinkPlane({ bytes: paintFrame(scene, number), width: fullWidth, height: fullHeight }, fullHeight / height);
  sources.set(key, known);
  return known;
};

const compare = async (frame: VideoFrame, number: number): Promise<void> => {
  const { displayWidth: width, displayHeight: height } = frame;
  const bytes = new Uint8Array(frame.allocationSize());
  const [brightness] = await frame.copyTo(bytes);
  if (!brightness) return;
  const received = { bytes: bytes.subarray(brightness.offset), width, height, stride: brightness.stride };
  found.psnr.push(psnrOf(sourceOf(number, height), received, codeRows(height)));
};

/** Even numbers only: colours have half as many rows. */
const rowsToRead = (height: number): number => Math.max(2, Math.ceil(codeRows(height) / 2) * 2);

const look = async (frame: VideoFrame, isReceiver: boolean): Promise<void> => {
  const atMs = sharedNow();
  const { displayWidth: width, displayHeight: height } = frame;
  const rect = { x: 0, y: 0, width, height: rowsToRead(height) };
  const bytes = new Uint8Array(frame.allocationSize({ rect }));
  const [brightness] = await frame.copyTo(bytes, { rect });
  const stride = brightness?.stride ?? width;
  const number = readFrameNumber(bytes.subarray(brightness?.offset ?? 0), { width, height, stride });
  // The first and small pictures of a connection, and what others send.
  if (number === undefined || number >= camera.frames) return;
  found.size = `${width}x${height}`;
  found.pictures.push([number, atMs]);
  if (isReceiver && number % comparedEvery === 0 && camera.height % height === 0) await compare(frame, number);
};

const watch = async (frames: ReadableStream<VideoFrame>, isReceiver: boolean): Promise<void> => {
  const reader = frames.getReader();
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    await look(frame, isReceiver).finally(() => frame.close());
  }
};

/** The fake microphone beeps over silence, twice a second. */
const loud = 0.03;
const quietMs = 120;

const listen = async (sound: ReadableStream<AudioData>): Promise<void> => {
  const reader = sound.getReader();
  let loudAtMs = 0;
  for (;;) {
    const { value: data, done } = await reader.read();
    if (done) return;
    const nowMs = sharedNow();
    const samples = new Float32Array(data.numberOfFrames);
    data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
    const first = samples.findIndex((sample) => Math.abs(sample) > loud);
    const lengthMs = (data.numberOfFrames / data.sampleRate) * 1000;
    data.close();
    if (first < 0) continue;
    // The piece is there when its last sample is.
    const atMs = nowMs - lengthMs * (1 - first / samples.length);
    if (atMs - loudAtMs > quietMs) found.sounds.push(atMs);
    loudAtMs = nowMs;
  }
};

const isReceiver = new URL(location.href).searchParams.has('receiver');
addEventListener('message', ({ data, ports: [port] }: MessageEvent<ProbeRequest>) => {
  const ended = (): void => {};
  if (data.ask === 'watch') watch(data.frames, isReceiver).catch(ended);
  if (data.ask === 'listen') listen(data.sound).catch(ended);
  if (data.ask === 'begin') begin();
  if (data.ask === 'tell') port?.postMessage(found satisfies Probed);
});
