import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import type { ConnectionState } from '#engine/call/api.ts';
// Loaded with the first look: here it is there already, so that no run waits for it in real time.
import '#engine/call/figures.ts';
import { createMeasuring } from '#engine/call/measuring.ts';
import { createRoster } from '#engine/call/roster.ts';
import type { StatsSample } from '#engine/mesh/stats-sample.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const [ana, ben] = ['A'.repeat(22), 'B'.repeat(22)] as [PersonId, PersonId];
const is = (state: 'connecting' | 'connected' | 'reconnecting'): ConnectionState => ({ is: state, sinceMs: 0 });

const setUp = () => {
  const clock = createFakeClock();
  const roster = createRoster({
    report: async () => undefined,
    journal: async () => undefined,
    isPictureWanted: signal(true),
  });
  const asked: PersonId[] = [];
  const network: { roundTripMs: number | undefined; answers: boolean; breaks: boolean } = {
    roundTripMs: 40,
    answers: true,
    breaks: false,
  };
  const sample = async (id: PersonId): Promise<StatsSample | undefined> => {
    asked.push(id);
    if (network.breaks) throw new Error('closed');
    if (!network.answers) await new Promise<never>(() => {});
    if (network.roundTripMs === undefined) return undefined;
    const bytes = clock.nowMs();
    const flow = { id: 'x', atMs: clock.nowMs(), bytes, packets: bytes };
    return { roundTripMs: network.roundTripMs, sent: { camera: flow }, received: {} };
  };
  const looks: PersonId[] = [];
  const measuring = createMeasuring({ roster, sample, onLook: (id) => looks.push(id), clock });
  const model = roster.ensure(ana, 0);
  return { clock, roster, asked, looks, network, measuring, model, quality: model.participant.quality };
};

test('nobody is measured until somebody is connected, and nobody after it is over', async () => {
  const { clock, roster, asked, measuring, model } = setUp();
  await clock.advance(60_000);
  model.setConnection(is('connecting'));
  await clock.advance(60_000);
  expect([asked, clock.pending()]).toEqual([[], 0]);
  model.setConnection(is('connected'));
  await clock.advance(10_000);
  expect(asked.length).toBeGreaterThan(0);
  roster.remove(ana);
  asked.length = 0;
  await clock.advance(60_000);
  expect([asked, clock.pending()]).toEqual([[], 0]);
  roster.ensure(ana, 0).setConnection(is('connected'));
  measuring[Symbol.dispose]();
  expect(clock.pending()).toBe(0);
});

test('each connected person is measured every four seconds, not all in the same moment', async () => {
  const { clock, roster, asked, model } = setUp();
  const other = roster.ensure(ben, 0);
  for (const each of [model, other]) each.setConnection(is('connected'));
  const together: number[] = [];
  for (let round = 0; round < 400; round += 1) {
    const before = asked.length;
    await clock.advance(100);
    together.push(asked.length - before);
  }
  expect([9, 10]).toContain(asked.filter((id) => id === ana).length);
  expect([9, 10]).toContain(asked.filter((id) => id === ben).length);
  expect(Math.max(...together)).toBe(1);
});

test('each look is handed on, and what somebody only asked for is not', async () => {
  const { clock, asked, looks, measuring, model } = setUp();
  model.setConnection(is('connected'));
  await clock.advance(20_000);
  expect(looks.length).toBe(asked.length);
  await measuring.report(ana);
  expect(looks.length).toBe(asked.length - 1);
});

test('said again to be connected changes nothing', async () => {
  const { clock, asked, model } = setUp();
  for (let round = 0; round < 40; round += 1) {
    model.setConnection(is('connected'));
    await clock.advance(1_000);
  }
  expect([9, 10]).toContain(asked.length);
});

test('the verdict follows what is measured', async () => {
  const { clock, network, model, quality } = setUp();
  model.setConnection(is('connected'));
  await clock.advance(3_900);
  expect(quality.value).toBe('unknown');
  await clock.advance(9_000);
  expect(quality.value).toBe('good');
  network.roundTripMs = 900;
  await clock.advance(9_000);
  expect(quality.value).toBe('poor');
  network.roundTripMs = 40;
  await clock.advance(13_000);
  expect(quality.value).toBe('good');
});

test('whoever is connected again stays poor until that is known better; whoever is called anew is not known', async () => {
  const { clock, model, quality } = setUp();
  model.setConnection(is('connected'));
  await clock.advance(20_000);
  expect(quality.value).toBe('good');
  model.setConnection(is('reconnecting'));
  expect(quality.value).toBe('poor');
  model.setConnection(is('connected'));
  await clock.advance(3_900);
  expect(quality.value).toBe('poor');
  await clock.advance(9_000);
  expect(quality.value).toBe('good');
  model.setConnection(is('connecting'));
  expect(quality.value).toBe('unknown');
});

test('a browser that does not answer is not asked again, one that breaks is, and neither hurts', async () => {
  const { clock, network, asked, measuring, model, quality } = setUp();
  network.breaks = true;
  model.setConnection(is('connected'));
  await clock.advance(20_000);
  expect(asked.length).toBeGreaterThan(3);
  expect(await measuring.report(ana)).toBeUndefined();
  network.breaks = false;
  network.answers = false;
  await clock.advance(4_000);
  const count = asked.length;
  await clock.advance(40_000);
  expect(asked.length).toBe(count);
  expect(quality.value).toBe('unknown');
});

test('a report is about the time since the last one, or since the last look, or about the moment', async () => {
  const { clock, network, measuring, model } = setUp();
  expect(await measuring.report(ben)).toBeUndefined();
  // Bytes grow by one a millisecond: 8,000 bits a second, when a before is there.
  const bps = async () => (await measuring.report(ana))?.sent.camera?.bitrateBps;
  model.setConnection(is('connected'));
  expect(await bps()).toBeUndefined();
  await clock.advance(2_000);
  expect(await bps()).toBe(8_000);
  // The last report is long ago, but the connection was looked at since.
  await clock.advance(60_000);
  expect(await bps()).toBe(8_000);
  network.roundTripMs = undefined;
  expect(await measuring.report(ana)).toBeUndefined();
});
