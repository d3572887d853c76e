// What `npm run bench -- cpu` measures, and in which order. Pure.

import { namedOf, readAsked, type Asked } from '../options.ts';
import type { FixedWish } from '../wishes.ts';
import type { EvenSize } from './even-encoding.ts';

export const pictures = ['180p', '360p', '720p', 'screen'] as const;
export type Picture = (typeof pictures)[number];

export const paths = ['plain', 'shared'] as const;
export type Path = (typeof paths)[number];

export const receiverCounts = [1, 3, 5, 7, 11] as const;

/** What the receivers wish, and what each encoder of the plain path is given for it: the rungs of src/engine/mesh/plan-pictures.ts. */
export const sizes: Readonly<Record<Picture, FixedWish & EvenSize>> = {
  '180p': { width: 320, height: 180, framesPerSecond: 15, bitrateBps: 200_000 },
  '360p': { width: 640, height: 360, framesPerSecond: 30, bitrateBps: 600_000 },
  '720p': { width: 1280, height: 720, framesPerSecond: 30, bitrateBps: 1_800_000 },
  screen: { width: 1920, height: 1080, framesPerSecond: 30, bitrateBps: 2_000_000 },
};

export interface CpuChoice extends Asked {
  readonly pictures: readonly Picture[];
  readonly receivers: readonly number[];
  readonly paths: readonly Path[];
  /** The one under test has a microphone, too. */
  readonly hasSound: boolean;
}

const defaultRuns = 5;

const isWord = (word: string): boolean =>
  /^[1-9]\d?$/.test(word) || [...pictures, ...paths].some((each) => each === word);

/** Nothing named means all of it; undefined where a word means nothing. */
export const readChoice = (options: readonly string[]): CpuChoice | undefined => {
  const asked = readAsked(options, { defaultRuns, isWord, flags: ['--sound'] });
  if (!asked) return undefined;
  const receivers = asked.words.filter((word) => /^\d+$/.test(word)).map(Number);
  return {
    ...asked,
    pictures: namedOf(pictures, asked.words),
    paths: namedOf(paths, asked.words),
    receivers: receivers.length > 0 ? receivers : receiverCounts,
    hasSound: asked.more.has('--sound'),
  };
};

/** One call: one path, one number of receivers, the pictures one after the other. */
export interface CpuCall {
  readonly run: number;
  readonly path: Path;
  readonly receivers: number;
  readonly pictures: readonly Picture[];
}

/** What a call has measured of one picture. */
export interface CpuSample {
  readonly path: Path;
  readonly picture: Picture;
  readonly receivers: number;
  /** Of the whole browser of the one under test. */
  readonly cores: number;
  /** Of the browser of all receivers: what the machine has left for the one under test. */
  readonly receiverCores: number;
  /** Pictures a second that each receiver got. */
  readonly framesPerSecond: readonly number[];
  readonly kbps: readonly number[];
  /** What most of them got, as `640x360`. */
  readonly size: string;
  /** In all receivers together, in the time that was measured. */
  readonly freezes: number;
  readonly keyFrames: number;
  readonly keyFrameRequests: number;
}

export const isOf = (
  { path, picture, receivers }: Pick<CpuSample, 'path' | 'picture' | 'receivers'>,
  cell: Pick<CpuSample, 'path' | 'picture' | 'receivers'>,
): boolean => path === cell.path && picture === cell.picture && receivers === cell.receivers;

/** The calls that are to be made. Plain and shared take turns, also in who comes first: a machine warms up, and others work on it. */
export const planCalls = (choice: CpuChoice, kept: readonly CpuSample[]): CpuCall[] =>
  Array.from({ length: choice.runs }).flatMap((_, run) =>
    choice.receivers.flatMap((receivers) =>
      (run % 2 === 0 ? choice.paths : choice.paths.toReversed()).flatMap((path) => {
        const isOpen = (picture: Picture): boolean =>
          kept.filter((sample) => isOf(sample, { path, picture, receivers })).length <= run;
        const open = choice.pictures.filter(isOpen);
        return open.length > 0 ? [{ run, path, receivers, pictures: open }] : [];
      }),
    ),
  );
