// What `npm run bench -- quality` measures. Pure.

import type { Path } from '../cpu/cpu-plan.ts';

export const qualityPictures = ['360p', '720p'] as const;
export type QualityPicture = (typeof qualityPictures)[number];

export interface QualitySample {
  readonly run: number;
  readonly path: Path;
  readonly picture: QualityPicture;
  readonly size: string;
  readonly kbps: number;
  readonly framesPerSecond: number;
  /** Median of the pictures that were compared, decibels; absent where none could be. */
  readonly psnr?: number;
  readonly compared: number;
  /** From the camera to the decoded picture, ms: median and p95. */
  readonly pictureMs?: number;
  readonly pictureP95Ms?: number;
  /** From the microphone to what is played, ms: median. */
  readonly soundMs?: number;
}

/** One of the two ways in one run; the plain one is given the bits that the shared one took. */
export interface QualityTurn {
  readonly run: number;
  readonly picture: QualityPicture;
}

export const planTurns = (
  pictures: readonly QualityPicture[],
  runs: number,
  kept: readonly QualitySample[],
): QualityTurn[] =>
  Array.from({ length: runs }).flatMap((_, run) =>
    pictures.flatMap((picture) =>
      kept.filter((sample) => sample.picture === picture && sample.run === run).length < 2 ? [{ run, picture }] : [],
    ),
  );
