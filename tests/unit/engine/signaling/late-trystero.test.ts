// Trystero is loaded when it is needed, once.

import { expect, it, vi } from 'vitest';
import { createEmitter } from '#core/base/emitter.ts';
import { createLog } from '#core/base/log.ts';
import type { Link } from '#core/ports/link.ts';
import { createLateTrystero } from '../../../../src/engine/signaling/late-trystero.ts';
import type { Relay } from '../../../../src/engine/signaling/relay.ts';
import type { TrysteroFinder, TrysteroOptions } from '../../../../src/engine/signaling/trystero.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { eventually } from '../../../contract/eventually.ts';

const relay = {} as Relay;

const setUp = () => {
  const finder = {
    onLink: createEmitter<Link>(),
    announcement: 'of Trystero',
    start: vi.fn<TrysteroFinder['start']>(),
    hear: vi.fn<TrysteroFinder['hear']>(),
    isUsed: vi.fn<TrysteroFinder['isUsed']>(() => false),
    [Symbol.dispose]: vi.fn<() => void>(),
  };
  const createTrysteroFinder = vi.fn(() => finder);
  const load = vi.fn(async () => ({ createTrysteroFinder }));
  const clock = createFakeClock();
  const options = { log: createLog(() => 0), clock } as unknown as TrysteroOptions;
  return { clock, finder, createTrysteroFinder, load, late: createLateTrystero(options, load) };
};

it('is not there before somebody is handed to it, and has nothing to announce until then', async () => {
  const { late, load, finder } = setUp();
  expect(late.announcement).toBe('');
  expect(load).not.toHaveBeenCalled();
  late.hear('one', relay);
  late.hear('two', relay);
  await eventually(() => expect(late.announcement).toBe('of Trystero'));
  expect(load).toHaveBeenCalledOnce();
  expect(finder.start).toHaveBeenCalledOnce();
  late.hear('three', relay);
  expect(finder.hear.mock.calls).toEqual([
    ['one', relay],
    ['three', relay],
  ]);
});

it('hands its links on', async () => {
  const { late, finder } = setUp();
  const links: Link[] = [];
  late.onLink.on((link) => links.push(link));
  late.hear('one', relay);
  await eventually(() => expect(finder.start).toHaveBeenCalled());
  const link = {} as Link;
  finder.onLink.emit(link);
  expect(links).toEqual([link]);
});

it('outlasts the pause between two announcements, ends when nobody was missing for longer, and begins anew when somebody is again', async () => {
  const { clock, late, finder, createTrysteroFinder } = setUp();
  late.hear('one', relay);
  await clock.advance(75_000);
  late.hear('still missing', relay);
  await clock.advance(89_000);
  expect(finder[Symbol.dispose]).not.toHaveBeenCalled();
  await clock.advance(2_000);
  expect(finder[Symbol.dispose]).toHaveBeenCalledOnce();
  expect(late.announcement).toBe('');
  late.hear('another', relay);
  await clock.advance(100);
  expect(createTrysteroFinder).toHaveBeenCalledTimes(2);
  expect(late.announcement).toBe('of Trystero');
});

it('stays for as long as somebody is there through it', async () => {
  const { clock, late, finder } = setUp();
  late.hear('one', relay);
  await clock.advance(1_000);
  finder.isUsed.mockReturnValue(true);
  await clock.advance(600_000);
  expect(finder[Symbol.dispose]).not.toHaveBeenCalled();
  finder.isUsed.mockReturnValue(false);
  await clock.advance(90_000);
  expect(finder[Symbol.dispose]).toHaveBeenCalledOnce();
  expect(clock.pending()).toBe(0);
});

it('is tried again where it could not be loaded', async () => {
  const { late, load } = setUp();
  load.mockRejectedValueOnce(new Error('offline'));
  late.hear('one', relay);
  await eventually(() => {
    late.hear('again', relay);
    expect(late.announcement).toBe('of Trystero');
  });
  expect(load).toHaveBeenCalledTimes(2);
});

it('makes nothing once it is over, even while it is being loaded', async () => {
  const { late, load, createTrysteroFinder } = setUp();
  late.hear('one', relay);
  late[Symbol.dispose]();
  await load.mock.results[0]?.value;
  await Promise.resolve();
  late.hear('two', relay);
  expect(createTrysteroFinder).not.toHaveBeenCalled();
  expect(load).toHaveBeenCalledOnce();
});
