import fc from 'fast-check';
import { expect, test } from 'vitest';
import { playTwoMachines, type TwoMachinesOptions } from './two-machines.ts';

const calm: TwoMachinesOptions = {
  seed: 1,
  loss: 0,
  repetition: 0,
  maxDelayMs: 100,
  calmAtMs: 0,
  offsetMs: 0,
  breaksAtMs: [],
};

const expectOneSession = ({ polite, impolite }: ReturnType<typeof playTwoMachines>): void => {
  expect(polite.is).toBe('connected');
  expect(impolite).toMatchObject({ is: 'connected', session: 'session' in polite ? polite.session : '' });
};

test('both call in the same moment: the impolite one’s session stands, and there is no other attempt', () => {
  const end = playTwoMachines(calm, 5_000);
  expectOneSession(end);
  expect(end.polite).toMatchObject({ session: 'impolite-1' });
  expect(end.sessions).toBe(2);
});

test('one hears of the other much later: they meet at the first signal, in one attempt each', () => {
  const end = playTwoMachines({ ...calm, offsetMs: 60_000 }, 5_000);
  expectOneSession(end);
  expect(end.sessions).toBe(2);
});

const world: fc.Arbitrary<TwoMachinesOptions> = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  loss: fc.double({ min: 0, max: 0.9, noNaN: true }),
  repetition: fc.double({ min: 0, max: 0.5, noNaN: true }),
  maxDelayMs: fc.integer({ min: 10, max: 8_000 }),
  calmAtMs: fc.nat({ max: 60_000 }),
  offsetMs: fc.nat({ max: 10_000 }),
  breaksAtMs: fc.array(fc.nat({ max: 60_000 }), { maxLength: 3 }),
});

test('over a channel that loses, repeats and reorders, both end in one common session', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(world, (options) => {
      expectOneSession(playTwoMachines(options, 200_000));
    }),
    { numRuns: 100 },
  );
});
