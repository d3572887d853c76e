import { expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import type { PictureEncoding } from '#engine/call/api.ts';
import { describeEncoding } from '#screens/panels/details/describe-encoding.ts';
import { encodingText, lineWords, peopleWords, troubleWords } from '#screens/panels/details/encoding-words.ts';
import { sharedEncoding, troubledEncoding } from '../../../fixtures/fake-encoding.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll(/[\u2068\u2069]/g, '');
const own = (person: string, change: Partial<PictureEncoding> = {}): PictureEncoding => ({
  isShared: false,
  people: [person as PersonId],
  width: 640,
  height: 360,
  framesPerSecond: 30,
  bitrateBps: 600_000,
  encodeMs: 5,
  ...change,
});

test('nothing is sent', () => {
  expect(describeEncoding({})).toEqual({ blocks: [] });
  expect(encodingText(describeEncoding({}))).toBe('What you send\n  You send no picture, so nothing is encoded.');
});

test('there is a picture, and nobody gets it', () => {
  expect(encodingText(describeEncoding({ camera: [], screen: [] }))).toBe(
    'What you send\n  Camera: nobody gets it right now\n  Screen: nobody gets it right now',
  );
});

test('encoders of one size are one line, and their times add up', () => {
  const { blocks } = describeEncoding({ camera: [own('ana'), own('ben', { bitrateBps: 400_000 })] });
  expect(blocks).toEqual([
    {
      picture: 'camera',
      is: 'each',
      people: 2,
      lines: [
        {
          people: ['ana', 'ben'],
          width: 640,
          height: 360,
          framesPerSecond: 30,
          bitrateBps: 500_000,
          cost: { tookMs: 10, everyMs: 1_000 / 30 },
        },
      ],
    },
  ]);
});

test('somebody who has just come has an encoder of their own beside the one for all', () => {
  const { blocks } = describeEncoding({ camera: [...(sharedEncoding.camera ?? []), own('new')] });
  expect(blocks.map(({ is, people }) => [is, people])).toEqual([
    ['once', 4],
    ['each', 1],
  ]);
});

test('the report says all of it, and no name', () => {
  expect(plain(encodingText(describeEncoding(sharedEncoding)))).toBe(
    `What you send
  Camera, encoded once for 4 people
    1280 × 720 · 1.8 Mb/s · 30 frames a second · Encoding takes 9.4 ms of every 33 ms · for 1 person
    640 × 360 · 604 kb/s to each · 30 frames a second · Encoding takes 4.2 ms of every 33 ms · for 3 people
  Screen, encoded once for 4 people
    1920 × 1080 · 1.3 Mb/s to each · 15 frames a second · Encoding takes 12 ms of every 67 ms · for 4 people`,
  );
  expect(plain(encodingText(describeEncoding(troubledEncoding(30))))).toContain(
    'Camera, encoded 30 times, once for each person',
  );
});

test('an encoder that is behind, one that does not know yet, and nothing at all', () => {
  const wordsOf = (change: Partial<PictureEncoding>) =>
    describeEncoding({ camera: [own('ana', change)] })
      .blocks[0]!.lines.map(lineWords)
      .flat()
      .map(plain);
  expect(wordsOf({ droppedRatio: 0.124 })).toContain('12% of the frames left out: this device is busy');
  expect(wordsOf({ encodeMs: 90 })).toContain('Encoding takes 90 ms, and the next frame comes after 33 ms');
  const { encodeMs: _, framesPerSecond: _f, ...unknown } = own('ana');
  expect(describeEncoding({ camera: [unknown] }).blocks[0]!.lines.flatMap(lineWords)).toEqual([]);
  expect(wordsOf({ framesPerSecond: 0 })).toEqual(['0 frames a second']);
});

test('names: all of a few, and how many more of many; each in its own direction', () => {
  const names = Array.from({ length: 30 }, (_, index) => `P${index}`);
  expect(plain(peopleWords(names.slice(0, 1)))).toBe('P0');
  expect(plain(peopleWords(names.slice(0, 7)))).toBe('P0, P1, P2, P3, P4, P5, and P6');
  expect(plain(peopleWords(names))).toBe('P0, P1, P2, P3, P4, P5, and 24 more');
  expect(peopleWords(['أبو'])).toBe('\u2068أبو\u2069');
});

test('why it failed, and when it is tried again, in steps of ten seconds', () => {
  const retry = (retryInMs: number) => troubleWords({ reason: 'worker-silent', retryInMs })[1];
  expect(retry(47_000)).toBe('The reason: worker-silent. We try again in 50 seconds.');
  expect(retry(49_000)).toBe(retry(47_000));
  expect(retry(119_000)).toBe('The reason: worker-silent. We try again in 2 minutes.');
});
