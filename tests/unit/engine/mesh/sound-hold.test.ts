import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lossyHoldMs, noHold, stepSoundHold, type SoundHold } from '#engine/mesh/sound-hold.ts';
import type { FlowSample } from '#engine/mesh/stats-sample.ts';

const lookMs = 4_000;

/** Looks of four seconds each, with 200 packets sent in each; of those the given part is lost. */
const listen = (losses: readonly number[], before: SoundHold = noHold, id = 'x'): SoundHold[] => {
  let state = before;
  let sample: FlowSample = { id, atMs: 0, bytes: 0, packets: 0, lostPackets: 0 };
  return [0, ...losses].map((loss, look) => {
    const lost = Math.round(200 * loss);
    sample = { ...sample, packets: sample.packets + 200 - lost, lostPackets: (sample.lostPackets ?? 0) + lost };
    state = stepSoundHold(state, sample, 1_000_000 + look * lookMs);
    return state;
  });
};
const held = (losses: readonly number[]): (number | undefined)[] => listen(losses).map(({ holdMs }) => holdMs);

test('where nothing is lost the browser decides', () => {
  expect(held([0, 0, 0.02])).toEqual([undefined, undefined, undefined, undefined]);
});

test('what is lost is waited for from the next look on, and for a minute after it is over', () => {
  const after = held([0.2, ...Array.from({ length: 20 }, () => 0)]);
  expect(after.slice(0, 3)).toEqual([undefined, lossyHoldMs, lossyHoldMs]);
  expect(after.filter((holdMs) => holdMs === lossyHoldMs).length).toBe(15);
  expect(after.at(-1)).toBeUndefined();
});

test('a little that is lost keeps it, and does not begin it', () => {
  expect(held(Array.from({ length: 60 }, () => 0.02)).at(-1)).toBeUndefined();
  expect(held([0.05, ...Array.from({ length: 60 }, () => 0.02)]).at(-1)).toBe(lossyHoldMs);
});

test('another stream, silence, and what the browser does not tell are no loss', () => {
  const [lossy] = listen([0.5]).slice(-1) as [SoundHold];
  const other: FlowSample = { id: 'y', atMs: 0, bytes: 0, packets: 9, lostPackets: 9_000 };
  expect(stepSoundHold(noHold, other, 0).holdMs).toBeUndefined();
  expect(stepSoundHold({ ...noHold, sample: other }, other, 0).holdMs).toBeUndefined();
  expect(stepSoundHold(lossy, other, 2_000_000).holdMs).toBe(lossyHoldMs);
  expect(stepSoundHold(lossy, undefined, 2_000_000).holdMs).toBe(lossyHoldMs);
  const { lostPackets: _, ...untold } = other;
  expect(stepSoundHold({ ...noHold, sample: untold }, { ...untold, packets: 99 }, 0).holdMs).toBeUndefined();
});

test('whatever is lost, it changes at most twice a minute', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 0.005, 0.02, 0.1, 0.9), { maxLength: 300 }), (losses) => {
      const all = held(losses);
      const changes = all.flatMap((holdMs, look) => (look > 0 && holdMs !== all[look - 1] ? [look] : []));
      changes.forEach((look, index) => {
        const later = changes[index + 2];
        if (later !== undefined) expect((later - look) * lookMs).toBeGreaterThanOrEqual(60_000);
      });
    }),
  );
});
