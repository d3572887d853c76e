// Who is there: questions and answers over relays in memory, with time in the test's hand.

import { signal } from '@preact/signals-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmitter } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { PresentPerson, RelayStatus } from '#core/ports/link.ts';
import type { Announcement } from '../../../../src/engine/signaling/announcement.ts';
import { readPresence } from '../../../../src/engine/signaling/presence-message.ts';
import { createPresence, type Presence } from '../../../../src/engine/signaling/presence.ts';
import type { Relay } from '../../../../src/engine/signaling/relay.ts';
import type { Sealer } from '../../../../src/engine/signaling/sealed.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const [ana, ben, cem] = ['A', 'B', 'C'].map((letter) => letter.repeat(22)) as [PersonId, PersonId, PersonId];
const people = { ana: { id: ana, name: 'Ana' }, ben: { id: ben, name: 'Ben' }, cem: { id: cem, name: 'Cem' } };
const sealer: Sealer = {
  seal: (_topic, text) => Promise.resolve(text),
  open: (_topic, text) => Promise.resolve(text),
  dropped: { forged: 0, replayed: 0 },
};

interface FakeRelay extends Relay {
  isOpen: boolean;
  readonly published: string[];
  setOpen(isOpen: boolean): void;
}

const announcement = (person: PersonId, at: number, more: Partial<Announcement> = {}): Announcement => ({
  v: 1,
  person,
  instance: `page-of-${person}`,
  at,
  trystero: '',
  ...more,
});

const setUp = () => {
  const clock = createFakeClock();
  /** What each relay carried, in order. */
  const wires: string[][] = [[], []];
  const ends: { readonly presence: () => Presence; readonly relays: readonly FakeRelay[] }[] = [];

  const createEnd = (self: PersonId, isOpen = true) => {
    const relays = wires.map((wire, index): FakeRelay => {
      const onOpen = createEmitter<void>();
      const relay: FakeRelay = {
        network: 'nostr',
        name: `relay ${index}`,
        status: signal<RelayStatus>({ network: 'nostr', name: '', state: { is: 'idle' } }),
        isOpen: false,
        onOpen,
        published: [],
        setOpen: (next) => {
          relay.isOpen = next;
          if (next) onOpen.emit();
        },
        start: () => {},
        publish: (_topic, text) => {
          if (!relay.isOpen) return false;
          relay.published.push(text);
          wire.push(text);
          for (const end of ends) {
            const there = end.relays[index];
            if (there && there !== relay && there.isOpen) clock.after(50, () => end.presence().hear(text, there));
          }
          return true;
        },
        subscribe: () => () => {},
        check: () => {},
        [Symbol.dispose]: () => {},
      };
      return relay;
    });
    const presence = createPresence({ relays, topic: 'topic', self, sealer, clock });
    ends.push({ presence: () => presence, relays });
    if (isOpen) for (const relay of relays) relay.setOpen(true);
    return { presence, relays, sent: () => relays.flatMap(({ published }) => published) };
  };
  /** Somebody in the call. */
  const joined = (self: PersonId, seen: readonly PresentPerson[]) => {
    const end = createEnd(self, false);
    end.presence.setPresent(() => seen);
    end.presence.join();
    for (const relay of end.relays) relay.setOpen(true);
    return end;
  };
  return { clock, wires, createEnd, joined };
};

const newcomer = 'Z'.repeat(22) as PersonId;
const kindsOf = (texts: readonly string[]): string[] =>
  texts.map((text) => {
    const message = readPresence(text);
    return !message ? 'rubbish' : 'ask' in message ? 'ask' : 'here';
  });

describe('asking', () => {
  it('happens once on each relay, and again every 20 seconds, five times in all', async () => {
    const { clock, createEnd } = setUp();
    const { relays, sent } = createEnd(newcomer);
    await clock.advance(1_000);
    expect(relays.map(({ published }) => kindsOf(published))).toEqual([['ask'], ['ask']]);
    relays[0]?.setOpen(false);
    relays[0]?.setOpen(true);
    await clock.advance(5_000);
    expect(sent()).toHaveLength(2);
    await clock.advance(600_000);
    expect(relays.map(({ published }) => published.length)).toEqual([5, 5]);
    expect(clock.pending()).toBe(0);
  });

  it('says nothing that names anybody, and something else each time', async () => {
    const { clock, createEnd } = setUp();
    const { relays } = createEnd(newcomer);
    await clock.advance(200_000);
    const texts = relays[0]?.published ?? [];
    expect(new Set(texts).size).toBe(5);
    for (const text of texts) expect(Object.keys(JSON.parse(text) as object)).toEqual(['v', 'ask']);
  });

  it('waits for a relay, and asks one that opens later with the same question', async () => {
    const { clock, createEnd } = setUp();
    const { relays, sent } = createEnd(newcomer, false);
    await clock.advance(60_000);
    expect(sent()).toEqual([]);
    relays[0]?.setOpen(true);
    await clock.advance(3_000);
    relays[1]?.setOpen(true);
    await clock.advance(3_000);
    expect(sent()).toHaveLength(2);
    expect(new Set(sent()).size).toBe(1);
  });

  it('ends with joining', async () => {
    const { clock, createEnd } = setUp();
    const { presence, sent } = createEnd(newcomer, false);
    presence.join();
    await clock.advance(60_000);
    expect([sent(), clock.pending()]).toEqual([[], 0]);
  });

  it('is answered by nobody where nobody is: two who wait don’t take each other for people in the call', async () => {
    const { clock, createEnd } = setUp();
    const [one, other] = [createEnd(newcomer), createEnd(ben)];
    await clock.advance(60_000);
    expect([one.presence.present.value, other.presence.present.value]).toEqual([undefined, undefined]);
  });
});

describe('answering', () => {
  it('is done once by one person, the first by id, over the relay that was quickest', async () => {
    const { clock, createEnd, joined, wires } = setUp();
    const all = [people.ben, people.ana, people.cem];
    const those = [joined(ben, all), joined(ana, all), joined(cem, all)];
    const { presence } = createEnd(newcomer);
    await clock.advance(10_000);
    expect(presence.present.value?.map(({ name }) => name)).toEqual(['Ben', 'Ana', 'Cem']);
    expect(those.map(({ sent }) => sent().length)).toEqual([0, 1, 0]);
    expect(wires.map((wire) => kindsOf(wire).toSorted())).toEqual([['ask', 'here'], ['ask']]);
  });

  it('is done by the next when the first does not', async () => {
    const { clock, createEnd, joined } = setUp();
    const all = [people.ana, people.ben, people.cem];
    const those = [joined(ben, all), joined(cem, all)];
    const { presence } = createEnd(newcomer);
    await clock.advance(1_000);
    expect(presence.present.value).toBeUndefined();
    await clock.advance(5_000);
    expect(presence.present.value).toHaveLength(3);
    expect(those.map(({ sent }) => sent().length)).toEqual([1, 0]);
  });

  it('of two who don’t see each other adds up', async () => {
    const { clock, createEnd, joined } = setUp();
    joined(ana, [people.ana]);
    joined(ben, [people.ben]);
    const { presence } = createEnd(newcomer);
    await clock.advance(1_000);
    expect(presence.present.value?.map(({ name }) => name).toSorted()).toEqual(['Ana', 'Ben']);
  });

  it('leaves out whoever asks: a reload may be seen as still there', async () => {
    const { clock, createEnd, joined } = setUp();
    joined(ana, [people.ana, people.ben]);
    const { presence } = createEnd(ben);
    await clock.advance(1_000);
    expect(presence.present.value).toEqual([people.ana]);
  });

  it('costs at most one answer a second, however many ask', async () => {
    const { clock, joined } = setUp();
    const first = joined(ana, [people.ana, people.ben]);
    const second = joined(ben, [people.ana, people.ben]);
    const [relay] = second.relays;
    for (let count = 0; count < 2_000; count += 1) {
      const question = JSON.stringify({ v: 1, ask: `question-${String(count).padStart(10, '0')}` });
      first.presence.hear(question, first.relays[0] as FakeRelay);
      if (relay) second.presence.hear(question, relay);
      if (count % 100 === 0) await clock.advance(500);
    }
    await clock.advance(10_000);
    // Ten seconds, and three at once; the second one waits for sixteen questions at most.
    expect(first.sent().length).toBeLessThanOrEqual(13);
    expect(second.sent().length).toBeLessThanOrEqual(23);
    expect(clock.pending()).toBe(0);
  });

  it('names at most sixty', async () => {
    const { clock, createEnd, joined } = setUp();
    const crowd = Array.from({ length: 90 }, (_, index) => ({
      id: `${'B'.repeat(18)}${String(1111 + index).replaceAll('0', 'z')}` as PersonId,
      name: `P${index}`,
    }));
    joined(ana, [people.ana, ...crowd]);
    const { presence } = createEnd(newcomer);
    await clock.advance(1_000);
    expect(presence.present.value).toHaveLength(60);
    expect(presence.present.value?.[0]).toEqual(people.ana);
  });
});

describe('what is known before joining', () => {
  it('follows later answers, and announcements in between', async () => {
    const { clock, createEnd, joined } = setUp();
    const seen = [people.ana, people.ben];
    joined(ana, seen);
    const { presence } = createEnd(newcomer);
    await clock.advance(1_000);
    presence.note(announcement(cem, 1_000));
    presence.note(announcement(ben, 1_000));
    expect(presence.present.value).toEqual([people.ana, people.ben, { id: cem, name: '' }]);
    presence.note(announcement(ben, 1_000, { bye: true }));
    expect(presence.present.value).toEqual([people.ana, { id: cem, name: '' }]);
    // An old one, through a slow relay.
    presence.note(announcement(ben, 900));
    expect(presence.present.value).toHaveLength(2);
    seen.splice(1, 1, people.cem);
    await clock.advance(20_000);
    expect(presence.present.value).toEqual([people.ana, people.cem]);
  });

  it('is forgotten when nobody was heard of for long', async () => {
    const { clock, createEnd, joined } = setUp();
    const { presence, relays } = joined(ana, [people.ana]);
    const waiting = createEnd(newcomer);
    await clock.advance(1_000);
    presence[Symbol.dispose]();
    for (const relay of relays) relay.setOpen(false);
    await clock.advance(100_000);
    expect(waiting.presence.present.value).toEqual([people.ana]);
    await clock.advance(60_000);
    expect(waiting.presence.present.value).toBeUndefined();
  });

  it('is nothing any more after joining', async () => {
    const { clock, createEnd, joined } = setUp();
    joined(ana, [people.ana]);
    const { presence } = createEnd(newcomer);
    await clock.advance(1_000);
    expect(presence.present.value).toHaveLength(1);
    presence.join();
    expect(presence.present.value).toBeUndefined();
  });

  it('takes answers to its own questions only, cleaned and bounded', async () => {
    const { clock, createEnd } = setUp();
    const { presence, relays } = createEnd(newcomer);
    await clock.advance(1_000);
    const [relay] = relays;
    const asked = readPresence(relay?.published[0] ?? '');
    if (!relay || !asked || !('ask' in asked)) throw new Error('nothing was asked');
    const here = asked.ask;
    const answer = (more: object): void =>
      presence.hear(JSON.stringify({ v: 1, here, people: [people.ana], ...more }), relay);
    answer({ here: 'somebody-elses-question' });
    answer({ v: 2 });
    answer({ people: [{ id: '<img>', name: '' }] });
    answer({ people: Array.from({ length: 61 }, () => people.ana) });
    presence.hear('{', relay);
    expect(presence.present.value).toBeUndefined();
    answer({ people: [{ id: ana, name: `\u202eanA\n${'x'.repeat(300)}` }] });
    expect(presence.present.value).toEqual([{ id: ana, name: `anA ${'x'.repeat(56)}` }]);
  });

  it('stays within bounds, whatever is heard', () => {
    const text = fc.oneof(
      fc.string(),
      fc.anything().map((value) => JSON.stringify(value) ?? ''),
      fc.record({ v: fc.constant(1), ask: fc.string() }).map((value) => JSON.stringify(value)),
      fc.record({ v: fc.constant(1), here: fc.string(), people: fc.anything() }).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(fc.array(text), fc.boolean(), (texts, isJoined) => {
        const { createEnd } = setUp();
        const { presence, relays } = createEnd(newcomer);
        if (isJoined) presence.join();
        for (const each of texts) if (relays[0]) presence.hear(each, relays[0]);
        expect(presence.present.value).toBeUndefined();
        presence[Symbol.dispose]();
      }),
    );
  });

  it('holds sixty of a flood of announcements', async () => {
    const { clock, createEnd } = setUp();
    const { presence } = createEnd(newcomer);
    for (let index = 0; index < 1_000; index += 1) {
      presence.note(announcement(`${'B'.repeat(18)}${String(1111 + index).replaceAll('0', 'z')}` as PersonId, 1));
    }
    expect(presence.present.value).toHaveLength(60);
    await clock.advance(300_000);
    expect(presence.present.value).toBeUndefined();
  });
});
