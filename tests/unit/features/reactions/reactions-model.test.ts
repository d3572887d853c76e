import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reactions } from '#features/registry.ts';
import { reactionCodes } from '#features/reactions/reaction-codes.ts';
import { ana, ben, cem, hosted } from '../hosted.ts';

const setUp = () => {
  const host = hosted(reactions);
  const shown = () => host.model()?.shown.value.map(({ person, reaction }) => [person, reaction]) ?? [];
  return { ...host, shown };
};

describe('reacting', () => {
  test('shows it here, tells everybody, and is over after four seconds', async () => {
    const { model, sent, shown, clock } = setUp();
    expect(model()?.react('heart')).toBe(true);
    expect(sent).toEqual([{ type: 'reaction', body: { reaction: 'heart' }, to: undefined }]);
    await clock.advance(3_900);
    model()?.react('party');
    expect(shown()).toEqual([
      [ana, 'heart'],
      [ana, 'party'],
    ]);
    await clock.advance(200);
    expect(shown()).toEqual([[ana, 'party']]);
    await clock.advance(4_000);
    expect([shown(), clock.pending()]).toEqual([[], 0]);
  });

  test('more than three a second are neither sent nor shown', async () => {
    const { model, sent, shown, clock } = setUp();
    const results = Array.from({ length: 10 }, () => model()?.react('clap'));
    expect(results.filter(Boolean)).toHaveLength(3);
    expect([sent.length, shown().length]).toEqual([3, 3]);
    await clock.advance(1_000);
    expect(model()?.react('clap')).toBe(true);
  });

  test('ends with its timer', () => {
    const { model, end, clock } = setUp();
    model()?.react('wow');
    end();
    expect(clock.pending()).toBe(0);
  });
});

describe('reactions of others', () => {
  test('are shown, each with a key of its own', () => {
    const { come, hear, shown, model } = setUp();
    for (const person of [ben, cem]) {
      come(person);
      hear(person, 'reaction', { reaction: 'laugh' });
    }
    expect(shown()).toEqual([
      [ben, 'laugh'],
      [cem, 'laugh'],
    ]);
    expect(new Set(model()?.shown.value.map(({ key }) => key)).size).toBe(2);
  });

  test('that we don’t know are left out, and spoil nothing', () => {
    const { come, hear, shown } = setUp();
    come(ben);
    for (const reaction of ['', 'constructor', '__proto__', '<img>', '👍', 7, null])
      hear(ben, 'reaction', { reaction });
    hear(ben, 'reaction', { reaction: 'wow' });
    expect(shown()).toEqual([[ben, 'wow']]);
  });

  test('one person floods, and the others are still seen', () => {
    const { come, hear, shown } = setUp();
    for (const person of [ben, cem]) come(person);
    for (let count = 0; count < 500; count += 1) hear(ben, 'reaction', { reaction: 'heart' });
    hear(cem, 'reaction', { reaction: 'clap' });
    expect(shown().filter(([person]) => person === ben)).toHaveLength(6);
    expect(shown().at(-1)).toEqual([cem, 'clap']);
  });

  test('who has left and is back is held by the same bound, and nobody is counted who is gone', () => {
    const { come, go, hear, shown } = setUp();
    come(ben);
    for (let count = 0; count < 20; count += 1) hear(ben, 'reaction', { reaction: 'heart' });
    come(cem);
    go(cem);
    for (let count = 0; count < 20; count += 1) hear(ben, 'reaction', { reaction: 'heart' });
    expect(shown()).toHaveLength(6);
  });
});

test('of a whole crowd the newest thirty are shown', () => {
  const { come, hear, shown } = setUp();
  const crowd = [...'BCDEFGHJ'].map((letter) => letter.repeat(22) as typeof ben);
  for (const person of crowd) come(person);
  for (const person of crowd) for (let count = 0; count < 5; count += 1) hear(person, 'reaction', { reaction: 'clap' });
  expect(shown()).toHaveLength(30);
  expect(shown().at(-1)?.[0]).toBe(crowd.at(-1));
});

test('whatever comes, at most thirty are shown, and none for long', async () => {
  const someone = fc.constantFrom(...'BCDEFGHJK'.split('').map((letter) => letter.repeat(22) as typeof ben));
  const body = fc.oneof(fc.record({ reaction: fc.constantFrom(...reactionCodes) }), fc.anything());
  const steps = fc.array(fc.record({ someone, body, waitMs: fc.nat({ max: 300 }) }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { come, hear, shown, model, clock, end } = setUp();
      for (const person of new Set(all.map((each) => each.someone))) come(person);
      for (const each of all) {
        for (let count = 0; count < 6; count += 1) hear(each.someone, 'reaction', each.body);
        expect(shown().length).toBeLessThanOrEqual(30);
        if (each.waitMs > 200) await clock.advance(each.waitMs);
        for (const { atMs } of model()?.shown.value ?? []) expect(clock.nowMs() - atMs).toBeLessThan(4_000);
      }
      await clock.advance(4_000);
      expect(shown()).toEqual([]);
      end();
    }),
    { numRuns: 30 },
  );
});
