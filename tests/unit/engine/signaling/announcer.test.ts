// When announcements really leave, with time in the test's hand and relays that take everything.

import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { createEmitter } from '#core/base/emitter.ts';
import type { RelayStatus } from '#core/ports/link.ts';
import { createAnnouncer } from '../../../../src/engine/signaling/announcer.ts';
import type { Relay } from '../../../../src/engine/signaling/relay.ts';
import type { Sealer } from '../../../../src/engine/signaling/sealed.ts';
import { createFakeClock, type FakeClock } from '../../../fakes/clock.ts';

interface FakeRelay extends Relay {
  isOpen: boolean;
  open(): void;
  readonly sent: { readonly atMs: number; readonly text: string }[];
}

const createFakeRelay = (clock: FakeClock): FakeRelay => {
  const onOpen = createEmitter<void>();
  const relay: FakeRelay = {
    network: 'nostr',
    name: 'relay',
    status: signal<RelayStatus>({ network: 'nostr', name: 'relay', state: { is: 'idle' } }),
    isOpen: false,
    onOpen,
    sent: [],
    open: () => {
      relay.isOpen = true;
      onOpen.emit();
    },
    start: () => {},
    publish: (_topic, text) => relay.sent.push({ atMs: clock.nowMs(), text }) > 0,
    subscribe: () => () => {},
    check: () => {},
    [Symbol.dispose]: () => {},
  };
  return relay;
};

const setUp = () => {
  const clock = createFakeClock();
  const relays = [createFakeRelay(clock), createFakeRelay(clock)] as const;
  let sealed = 0;
  const sealer: Sealer = {
    seal: (_topic, text) => Promise.resolve(`${text} ${sealed++}`),
    open: () => Promise.resolve(undefined),
    dropped: { forged: 0, replayed: 0 },
  };
  const compose = ({ bye, opening = '' }: { bye?: true; opening?: string }): string =>
    bye ? 'bye' : `hello${opening}`;
  const announcer = createAnnouncer({ relays, topic: 'topic', sealer, clock, compose, onAnnounced: () => {} });
  return { clock, relays, announcer };
};

const gapsOf = ({ sent }: FakeRelay): number[] =>
  sent.slice(1).map(({ atMs }, index) => atMs - (sent[index]?.atMs ?? 0));

describe('an announcer', () => {
  it('says nothing before joining, and goodbye only after it said something', async () => {
    const { clock, relays, announcer } = setUp();
    relays[0].open();
    announcer.check();
    announcer.setSearching(false);
    announcer.setSearching(true);
    await clock.advance(200_000);
    announcer[Symbol.dispose]();
    expect(relays[0].sent).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  it('announces at once on each relay that is open, with one seal, and on the others when they open', async () => {
    const { clock, relays, announcer } = setUp();
    relays[0].open();
    relays[1].open();
    announcer.join();
    await clock.advance(2_500);
    expect(gapsOf(relays[0])).toEqual([300, 500, 1_200]);
    expect(relays[0].sent).toEqual(relays[1].sent);
    relays[1].isOpen = false;
    await clock.advance(30_000);
    expect(relays[1].sent).toHaveLength(4);
    relays[1].open();
    await clock.advance(10);
    expect(relays[1].sent).toHaveLength(5);
  });

  it('is quiet when nobody is missing: at most one a minute and relay, whatever happens', async () => {
    const { clock, relays, announcer } = setUp();
    for (const relay of relays) relay.open();
    announcer.join();
    await clock.advance(3_000);
    announcer.setSearching(false);
    const before = relays[0].sent.length;
    const quietFrom = clock.nowMs();
    for (let minute = 0; minute < 60; minute += 1) {
      await clock.advance(30_000);
      announcer.check();
      relays[0].open();
      await clock.advance(30_000);
    }
    const gaps = gapsOf(relays[0]).slice(before);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(76_000);
    expect(relays[0].sent.filter(({ atMs }) => atMs > quietFrom).length).toBeGreaterThan(40);
  });

  it('speaks up when somebody is missing again, and on a check', async () => {
    const { clock, relays, announcer } = setUp();
    relays[0].open();
    announcer.join();
    await clock.advance(3_000);
    announcer.setSearching(false);
    await clock.advance(300_000);
    const before = relays[0].sent.length;
    announcer.setSearching(true);
    await clock.advance(4_000);
    expect(relays[0].sent.length).toBeGreaterThan(before);
    const after = relays[0].sent.length;
    announcer.check();
    await clock.advance(10);
    expect(relays[0].sent.length).toBe(after + 1);
  });

  it('says its first words with the first announcement and never again, the last that were set', async () => {
    const { clock, relays, announcer } = setUp();
    for (const relay of relays) relay.open();
    announcer.setOpening(' old');
    await clock.advance(10);
    announcer.setOpening(' new');
    await clock.advance(10);
    announcer.join();
    // In the same moment: it was sealed ahead.
    for (const { sent } of relays) expect(sent.map(({ text }) => text.slice(0, 9))).toEqual(['hello new']);
    announcer.setOpening(' late');
    await clock.advance(3_000);
    for (const { text } of relays.flatMap(({ sent }) => sent.slice(1))) expect(text).toMatch(/^hello \d/);
  });

  it('keeps its first words for the first relay that opens', async () => {
    const { clock, relays, announcer } = setUp();
    announcer.setOpening(' first');
    await clock.advance(10);
    announcer.join();
    await clock.advance(1_000);
    announcer.setOpening(' better');
    relays[0].open();
    await clock.advance(10);
    expect(relays[0].sent.map(({ text }) => text.slice(0, 12))).toEqual(['hello better']);
  });

  it('says goodbye at once, once, without waiting for a seal', async () => {
    const { clock, relays, announcer } = setUp();
    relays[0].open();
    announcer.join();
    await clock.advance(10);
    announcer[Symbol.dispose]();
    expect(relays[0].sent.at(-1)?.text).toMatch(/^bye/);
    expect(relays[0].sent.filter(({ text }) => text.startsWith('bye'))).toHaveLength(1);
    await clock.advance(200_000);
    expect(relays[0].sent.at(-1)?.text).toMatch(/^bye/);
    expect(clock.pending()).toBe(0);
  });
});
