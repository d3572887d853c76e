import { describe, expect, test } from 'vitest';
import { isDead, levelOf, silence, stepDead, stepVoice, type Voice } from '#engine/media/loudness.ts';

const amplitude = (db: number): number => 10 ** (db / 20);

test('a level is 0 in a quiet room, 1 when somebody shouts, and has eleven steps', () => {
  expect([0, amplitude(-80), amplitude(-56)].map(levelOf)).toEqual([0, 0, 0]);
  expect([amplitude(-15), amplitude(-3), 1, 7].map(levelOf)).toEqual([1, 1, 1, 1]);
  expect([-45, -35, -30, -20].map((db) => levelOf(amplitude(db)))).toEqual([0.3, 0.5, 0.6, 0.9]);
  const levels = Array.from({ length: 400 }, (_, index) => levelOf(amplitude(-80 + index / 5)));
  expect(new Set(levels).size).toBe(11);
  expect(levels).toEqual(levels.toSorted((a, b) => a - b));
});

describe('a voice', () => {
  const timing = { startMs: 200, tailMs: 600 };
  /** Whether somebody speaks after each of these levels, which come every 100 ms. */
  const hear = (levels: readonly number[], everyMs = 100): boolean[] => {
    let voice: Voice = silence;
    return levels.map((level, index) => {
      voice = stepVoice(voice, level, index * everyMs, timing);
      return voice.isSpeaking;
    });
  };

  test('begins after a moment, and lasts over the gaps between words', () => {
    expect(hear([0, 0.5, 0.5, 0.5, 0, 0, 0.4, 0.1])).toEqual([false, false, false, true, true, true, true, true]);
    expect(hear([0.5, 0, 0, 0.5])).toEqual([false, false, false, true]);
  });

  test('is over when its tail is', () => {
    const after = hear([0.5, 0.5, 0.5, ...Array.from({ length: 8 }, () => 0.2)]);
    expect(after.slice(2)).toEqual([true, true, true, true, true, true, true, false, false]);
  });

  test('a key, a door or the noise of a room is none', () => {
    expect(hear([0.9, 0, 0, 0, 0, 0, 0.9, 0, 0]).some(Boolean)).toBe(false);
    expect(hear(Array.from({ length: 50 }, () => 0.2)).some(Boolean)).toBe(false);
  });

  test('is heard by whoever listens once a second, too', () => {
    expect(hear([0, 0.5, 0.5, 0.5, 0, 0], 1_000)).toEqual([false, false, true, true, false, false]);
    expect(hear([0, 0.9, 0, 0.9, 0], 1_000).some(Boolean)).toBe(false);
  });

  test('is the same object while nothing is heard', () => {
    expect(stepVoice(silence, 0, 5, timing)).toBe(silence);
  });
});

describe('a dead microphone', () => {
  const after = (amplitudes: readonly (number | undefined)[]): boolean => {
    let since: number | undefined;
    let nowMs = 0;
    for (const each of amplitudes) since = stepDead(since, each, (nowMs += 1_000));
    return isDead(since, nowMs);
  };
  test('has given nothing for five seconds', () => {
    expect(after([0, 0, 0, 0, 0])).toBe(false);
    expect(after([0, 0, 0, 0, 0, 0])).toBe(true);
  });
  test('is not a quiet one, and not one that we may not listen to', () => {
    expect(after(Array.from({ length: 20 }, () => amplitude(-90)))).toBe(false);
    expect(after(Array.from({ length: 20 }, () => undefined))).toBe(false);
    expect(after([0, 0, 0, 0, amplitude(-60), 0, 0])).toBe(false);
  });
});
