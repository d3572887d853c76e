// Sounds: musical, short, never two at once, asleep in between.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SoundKind } from '#core/ports/sounds.ts';
import { lengthMsOf, planSound } from '#shell/platform/plan-sound.ts';
import { createSounds } from '#shell/platform/sounds.ts';

const all: readonly SoundKind[] = ['joined', 'left', 'message', 'hand', 'muted', 'unmuted', 'test'];

describe('planSound', () => {
  test('is short and quiet', () => {
    for (const kind of all) {
      const notes = planSound(kind);
      expect(lengthMsOf(notes)).toBeLessThan(kind === 'test' ? 2_000 : 500);
      expect(notes.every(({ gain, durationMs }) => gain > 0 && gain <= 0.6 && durationMs >= 100)).toBe(true);
    }
  });
  test('rises for coming and on, falls for going and off', () => {
    const rise = (kind: SoundKind): number => {
      const pitches = planSound(kind).map(({ frequencyHz }) => frequencyHz);
      return (pitches.at(-1) ?? 0) - (pitches[0] ?? 0);
    };
    expect(['joined', 'unmuted', 'hand'].every((kind) => rise(kind as SoundKind) > 0)).toBe(true);
    expect(['left', 'muted'].every((kind) => rise(kind as SoundKind) < 0)).toBe(true);
  });
  test('is a different one for each', () => {
    expect(new Set(all.map((kind) => JSON.stringify(planSound(kind)))).size).toBe(all.length);
  });
});

/** As much of Web Audio as the player touches. */
const createFakeAudio = () => {
  const seen = { made: 0, started: 0, suspended: 0, closed: 0, sinks: [] as string[] };
  const param = { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} };
  class Node {
    gain = param;
    connect(next: unknown): unknown {
      return next;
    }
    disconnect(): void {}
    start(): void {
      seen.started += 1;
    }
    stop(): void {}
  }
  vi.stubGlobal('GainNode', Node);
  vi.stubGlobal('OscillatorNode', Node);
  const context = {
    state: 'suspended',
    currentTime: 0,
    destination: {},
    canRun: true,
    resume: async () => {
      if (!context.canRun) return new Promise<void>(() => {});
      context.state = 'running';
      return undefined;
    },
    suspend: async () => {
      seen.suspended += 1;
      context.state = 'suspended';
    },
    close: async () => void (seen.closed += 1),
    setSinkId: async (id: string) => void seen.sinks.push(id),
  };
  return { seen, context };
};

describe('createSounds', () => {
  let nowMs = 0;
  let isWanted = true;
  let audio: ReturnType<typeof createFakeAudio>;
  let sounds: ReturnType<typeof createSounds>;
  beforeEach(() => {
    vi.useFakeTimers();
    nowMs = 0;
    isWanted = true;
    audio = createFakeAudio();
    sounds = createSounds({
      isWanted: () => isWanted,
      nowMs: () => nowMs,
      createElement: () => {
        throw new Error('not needed where contexts choose their speaker');
      },
      createContext: () => {
        audio.seen.made += 1;
        return audio.context as unknown as AudioContext;
      },
    });
  });
  afterEach(() => {
    sounds[Symbol.dispose]();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

  test('has one context, made at the first sound, asleep after it', async () => {
    expect(audio.seen.made).toBe(0);
    sounds.play('joined', '');
    await settle();
    nowMs = 500;
    sounds.play('left', '');
    await settle();
    expect(audio.seen).toMatchObject({ made: 1, started: 4, suspended: 0 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(audio.seen.suspended).toBe(1);
  });
  test('never plays two within 120 ms', async () => {
    sounds.play('joined', '');
    nowMs = 119;
    sounds.play('message', '');
    await settle();
    expect(audio.seen.started).toBe(planSound('joined').length);
    nowMs = 120;
    sounds.play('message', '');
    await settle();
    expect(audio.seen.started).toBe(planSound('joined').length + planSound('message').length);
  });
  test('plays only the test when no sounds are wanted', async () => {
    isWanted = false;
    sounds.play('joined', '');
    await settle();
    expect(audio.seen.made).toBe(0);
    sounds.play('test', '');
    await settle();
    expect(audio.seen.started).toBe(planSound('test').length);
  });
  test('drops what the browser would play late', async () => {
    audio.context.canRun = false;
    sounds.play('joined', '');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(audio.seen.started).toBe(0);
  });
  test('plays on the chosen speaker, and goes back to the system’s', async () => {
    for (const speakerId of ['', 'Headset', 'Headset', '']) {
      sounds.play('message', speakerId);
      await settle();
      nowMs += 500;
    }
    expect(audio.seen.sinks).toEqual(['Headset', '']);
  });
});
