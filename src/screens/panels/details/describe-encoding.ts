// What an encoding report comes to: who gets which size of which picture, and what that costs; without the words.

import type { EncodingReport, PictureEncoding } from '#engine/call/api.ts';

/** One size. */
export interface EncodingLine {
  readonly people: PictureEncoding['people'];
  /** Both or none. */
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  /** To each of the people. */
  readonly bitrateBps?: number;
  /** Of the time from one frame to the next, what encoding it takes: for all of the people together. */
  readonly cost?: { readonly tookMs: number; readonly everyMs: number };
  readonly droppedRatio?: number;
}

export interface EncodingBlock {
  readonly picture: 'camera' | 'screen';
  readonly is: 'once' | 'each' | 'nobody';
  readonly people: number;
  readonly lines: readonly EncodingLine[];
}

export interface EncodingDescription {
  /** Empty where no picture is sent. */
  readonly blocks: readonly EncodingBlock[];
  readonly trouble?: EncodingReport['trouble'];
}

const valuesOf = (
  encodings: readonly PictureEncoding[],
  key: 'framesPerSecond' | 'bitrateBps' | 'encodeMs' | 'droppedRatio',
): readonly number[] => encodings.flatMap((each) => each[key] ?? []);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : sum(values) / values.length;

const lineOf = (encodings: readonly [PictureEncoding, ...PictureEncoding[]]): EncodingLine => {
  const [{ width, height }] = encodings;
  const framesPerSecond = mean(valuesOf(encodings, 'framesPerSecond'));
  const bitrateBps = mean(valuesOf(encodings, 'bitrateBps'));
  const tookMs = sum(valuesOf(encodings, 'encodeMs'));
  const dropped = mean(valuesOf(encodings, 'droppedRatio'));
  return {
    people: encodings.flatMap(({ people }) => people),
    ...(width && height && { width, height }),
    ...(framesPerSecond !== undefined && { framesPerSecond: Math.round(framesPerSecond) }),
    ...(bitrateBps !== undefined && { bitrateBps }),
    ...(tookMs > 0 && framesPerSecond && { cost: { tookMs, everyMs: 1_000 / framesPerSecond } }),
    ...(dropped && { droppedRatio: dropped }),
  };
};

/** Thirty encoders are not thirty lines: those of one size differ in little. */
const bySize = (encodings: readonly PictureEncoding[]): readonly EncodingLine[] => {
  const groups = new Map<string, [PictureEncoding, ...PictureEncoding[]]>();
  for (const each of encodings) {
    const size = `${each.width}x${each.height}`;
    const group = groups.get(size);
    if (group) group.push(each);
    else groups.set(size, [each]);
  }
  return [...groups.values()].map(lineOf);
};

const blocksOf = (
  picture: EncodingBlock['picture'],
  encodings: readonly PictureEncoding[] | undefined,
): readonly EncodingBlock[] => {
  if (!encodings) return [];
  if (encodings.length === 0) return [{ picture, is: 'nobody', people: 0, lines: [] }];
  const shared = encodings.filter(({ isShared }) => isShared).map((each) => lineOf([each]));
  const own = bySize(encodings.filter(({ isShared }) => !isShared));
  const blockOf = (is: 'once' | 'each', lines: readonly EncodingLine[]): readonly EncodingBlock[] =>
    lines.length === 0 ? [] : [{ picture, is, people: sum(lines.map(({ people }) => people.length)), lines }];
  return [...blockOf('once', shared), ...blockOf('each', own)];
};

export const describeEncoding = ({ camera, screen, trouble }: EncodingReport): EncodingDescription => ({
  blocks: [...blocksOf('camera', camera), ...blocksOf('screen', screen)],
  ...(trouble && { trouble }),
});
