// A small camera for Chromium: the laboratory looks at what becomes of a call, not at how much a machine can encode, and
// its few cores run three or four browsers at once.

import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface CameraSize {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

export const smallCamera: CameraSize = { width: 320, height: 180, framesPerSecond: 15 };
/** For four people, each of whom shows three others: with the small one two cores are late with everything. */
export const tinyCamera: CameraSize = { width: 160, height: 90, framesPerSecond: 8 };
/** For what is about sizes. */
export const largeCamera: CameraSize = { width: 1280, height: 720, framesPerSecond: 15 };
const seconds = 2;

/** A light bar that walks over a grey slope. */
const frameAt = (index: number, { width, height, framesPerSecond }: CameraSize): Buffer => {
  const frames = framesPerSecond * seconds;
  const bytes = Buffer.alloc((width * height * 3) / 2, 128);
  const left = Math.floor((index * width) / frames);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isBar = (x - left + width) % width < 40;
      bytes[y * width + x] = isBar ? 220 : 40 + Math.floor((x + y) / 4);
    }
  }
  return bytes;
};

/** Writes it as YUV4MPEG2 into a folder; the flag that makes it Chromium's camera. */
export const writeCamera = (folder: string, size: CameraSize): string => {
  const { width, height, framesPerSecond } = size;
  const path = join(folder, 'camera.y4m');
  const file = openSync(path, 'w');
  writeSync(file, `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
  for (let index = 0; index < framesPerSecond * seconds; index += 1) {
    writeSync(file, 'FRAME\n');
    writeSync(file, frameAt(index, size));
  }
  closeSync(file);
  return `--use-file-for-fake-video-capture=${path}`;
};

/** Firefox has a fake camera of its own, of whatever size it is asked for. Runs in the page, before its own scripts, and stands alone. */
export const openOfSize = ({ width, height, framesPerSecond }: CameraSize): void => {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  // A blank page has none.
  if (!mediaDevices) return;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (wish = {}) => {
    const of = typeof wish.video === 'object' ? wish.video : {};
    return open({ ...wish, ...(wish.video && { video: { ...of, width, height, frameRate: framesPerSecond } }) });
  };
};
