// The camera of the benchmarks, as a file that Chromium takes for a camera.

import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { camera, makeScene, paintFrame } from './camera-picture.ts';

const { width, height, framesPerSecond, frames } = camera;

const cameraHeader = `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg`;

export interface MovingCamera extends Disposable {
  /** Makes it the camera of a Chromium. */
  readonly flag: string;
}

/** YUV4MPEG2, some 200 MB in the system's own folder for such things; disposing removes them. */
export const writeMovingCamera = (): MovingCamera => {
  const folder = mkdtempSync(join(tmpdir(), 'starling-camera-'));
  const path = join(folder, 'camera.y4m');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Also where the process is told to end in the middle.
  process.once('exit', remove);
  const scene = makeScene();
  const file = openSync(path, 'w');
  writeSync(file, `${cameraHeader}\n`);
  for (let index = 0; index < frames; index += 1) {
    writeSync(file, 'FRAME\n');
    writeSync(file, paintFrame(scene, index));
  }
  closeSync(file);
  return {
    flag: `--use-file-for-fake-video-capture=${path}`,
    [Symbol.dispose]: () => {
      process.off('exit', remove);
      remove();
    },
  };
};
