import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import { emptyFloor, pickSpeaker, type Floor } from '#engine/call/pick-speaker.ts';

type Levels = Readonly<Record<string, number>>;

/** Who has the floor after each reading; one comes every 100 ms, in a page that the browser slows down every second. Above 0.3 somebody speaks. */
const follow = (readings: readonly Levels[], everyMs = 100): (string | undefined)[] => {
  let floor: Floor = emptyFloor;
  return readings.map((levels, index) => {
    const heard = Object.entries(levels).map(([id, level]) => ({ id: id as PersonId, level, isSpeaking: level > 0.3 }));
    floor = pickSpeaker(floor, heard, index * everyMs);
    return floor.speaker;
  });
};
const times = (count: number, levels: Levels): Levels[] => Array.from({ length: count }, () => levels);
/** The seconds at which the floor changed, and to whom. */
const changes = (readings: readonly Levels[]): [number, string | undefined][] =>
  follow(readings).flatMap((speaker, index, all) =>
    index > 0 && all[index - 1] !== speaker ? [[index / 10, speaker] as [number, string | undefined]] : [],
  );

describe('the floor', () => {
  test('is nobody’s before anybody spoke, and the first one’s at once', () => {
    expect(
      follow([
        { a: 0, b: 0.2 },
        { a: 0.5, b: 0.2 },
      ]),
    ).toEqual([undefined, 'a']);
  });

  test('stays in silence, and with a short "mhm" of somebody else', () => {
    const readings = [
      ...times(30, { a: 0.7, b: 0 }),
      ...times(300, { a: 0, b: 0 }),
      ...times(20, { a: 0.7, b: 0 }),
      ...times(4, { a: 0.6, b: 0.7 }),
      ...times(20, { a: 0.7, b: 0 }),
    ];
    expect(new Set(follow(readings))).toEqual(new Set(['a']));
  });

  test('goes to whoever answers, within a second and a half', () => {
    const [change, ...more] = changes([...times(50, { a: 0.7, b: 0 }), ...times(50, { a: 0, b: 0.7 })]);
    expect(more).toEqual([]);
    expect(change?.[1]).toBe('b');
    expect(change?.[0]).toBeGreaterThan(5);
    expect(change?.[0]).toBeLessThan(6.5);
  });

  test('does not move while two talk at once, equally loud', () => {
    const both = Array.from({ length: 600 }, (_, index) => ({ a: index % 3 ? 0.6 : 0.5, b: index % 2 ? 0.7 : 0.5 }));
    expect(changes(both)).toEqual([]);
  });

  test('goes from steady noise, however loud, to whoever speaks, and does not come back', () => {
    // Syllables, and a breath after every third second.
    const speech = (index: number): number => (index % 30 > 26 ? 0 : 0.5 + (index % 6) / 10);
    for (const noise of [0.5, 0.8, 1]) {
      const readings = Array.from({ length: 600 }, (_, index) => ({ a: noise, b: index < 50 ? 0 : speech(index) }));
      const [change, ...more] = changes(readings);
      expect([change?.[1], more]).toEqual(['b', []]);
      expect(change?.[0]).toBeLessThan(15);
    }
    // Also where the voice never rests.
    const restless = Array.from({ length: 600 }, (_, index) => ({ a: 0.8, b: 0.5 + (index % 6) / 10 }));
    expect(follow(restless).at(-1)).toBe('b');
  });

  test('stays with whoever speaks for long, through the words of others between', () => {
    const speech = (index: number): number => (index % 12 > 9 ? 0.1 : 0.5 + (index % 4) / 10);
    const readings = Array.from({ length: 900 }, (_, index) => ({
      a: speech(index),
      b: index % 100 > 95 ? 0.8 : 0,
    }));
    expect(new Set(follow(readings))).toEqual(new Set(['a']));
  });

  test('goes over as soon in a page that listens once a second', () => {
    const speakers = follow([...times(6, { a: 0.7, b: 0 }), ...times(4, { a: 0, b: 0.7 })], 1_000);
    expect(speakers.slice(5, 8)).toEqual(['a', 'b', 'b']);
  });

  test('goes with whoever leaves', () => {
    expect(follow([{ a: 0.7, b: 0 }, { b: 0 }, { b: 0.6 }])).toEqual(['a', undefined, 'b']);
    expect(follow([{ a: 0.7, b: 0.5 }, { b: 0.5 }])).toEqual(['a', 'b']);
    expect(follow([{ a: 0.7 }, {}])).toEqual(['a', undefined]);
  });

  test('whatever is heard, never moves twice in two seconds, and never to somebody silent', () => {
    const level: fc.Arbitrary<number> = fc.integer({ min: 0, max: 10 }).map((step) => step / 10);
    fc.assert(
      fc.property(
        fc.array(fc.record({ a: level, b: level, c: level }), { minLength: 40, maxLength: 120 }),
        (readings) => {
          const moves = changes(readings);
          const heard: readonly Levels[] = readings;
          for (const [index, [at, to]] of moves.entries()) {
            if (index > 0) expect(at - (moves[index - 1]?.[0] ?? 0)).toBeGreaterThanOrEqual(1.99);
            expect(heard[Math.round(at * 10)]?.[to ?? '']).toBeGreaterThan(0.3);
          }
        },
      ),
    );
  });
});
