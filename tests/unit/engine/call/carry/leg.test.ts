// Two ends talk through somebody in the middle, who may be honest or not.

import { beforeAll, describe, expect, test } from 'vitest';
import { createEmitter } from '#core/base/emitter.ts';
import { createLeg, type Leg } from '#engine/call/carry/leg.ts';
import { checkHello, createGreeter, type GreetingOptions } from '#engine/call/greeting.ts';
import type { Wired } from '#engine/mesh/attempt.ts';
import type { Connection, TransportState } from '#engine/mesh/connection.ts';
import { createKeyExchange } from '#engine/security/carried-keys.ts';
import { openIdentity, type Identity } from '#engine/security/identity.ts';
import { createFakeClock } from '../../../../fakes/clock.ts';
import { createFakeStore } from '../../../../fakes/store.ts';
import { fakeId } from '../../../../fixtures/fake-call.ts';

const room = new Uint8Array(32).fill(7);
const state = { name: 'x', microphone: false, camera: false, inCallMs: 0, sees: [] };
type End = 'ana' | 'ben';
/** What the one in the middle makes of a text on its way from one end; undefined: drops it. */
type Middle = (text: string, from: End) => string | undefined;

let identities: Readonly<Record<End, Identity>>;
beforeAll(async () => {
  const [ana, ben] = await Promise.all(['a', 'b'].map((seat) => openIdentity(createFakeStore(), seat)));
  identities = { ana: ana!, ben: ben! };
});

const greetingOf = (end: End): GreetingOptions => ({ identity: identities[end], room, app: 'test', features: {} });
const otherOf = (end: End): End => (end === 'ana' ? 'ben' : 'ana');

const open = (middle: Middle = (text) => text) => {
  const clock = createFakeClock(1);
  const seen: string[] = [];
  const heard: Record<End, string[]> = { ana: [], ben: [] };
  const wired: Partial<Record<End, Wired>> = {};
  const inbox = { ana: createEmitter<unknown>(), ben: createEmitter<unknown>() };
  /** What Ana's page has to do when it goes on. */
  let held: (() => void)[] | undefined;
  const onPageOf =
    (end: End, task: () => void): (() => void) =>
    () =>
      end === 'ana' && held ? void held.push(task) : task();
  const standStill = (is: boolean): void => {
    const tasks = held ?? [];
    held = is ? [] : undefined;
    for (const task of tasks) task();
  };
  const opened = { ana: createEmitter<void>(), ben: createEmitter<void>() };
  let isUp = false;
  const legOf = (end: End): Leg => {
    const connection = {
      onOpen: opened[end],
      onMessage: inbox[end],
      onCandidate: createEmitter(),
      onTransport: createEmitter<TransportState>(),
      isOpen: () => isUp,
      offer: async () => 'offer',
      send: (text: string) => {
        seen.push(text);
        const passed = middle(text, end);
        const to = otherOf(end);
        if (passed !== undefined)
          clock.after(
            20,
            onPageOf(to, () => inbox[to].emit(passed)),
          );
        return true;
      },
      [Symbol.dispose]: () => {},
    } as unknown as Connection;
    const leg = createLeg({
      carrier: fakeId(3),
      connection,
      clock: { ...clock, after: (ms, task) => clock.after(ms, onPageOf(end, task)) },
      room,
      instance: `page-${end}`,
      otherInstance: `page-${otherOf(end)}`,
      sendOffer: () => {},
      sendCandidates: () => {},
    });
    leg.onWired.on((next) => void (wired[end] = next));
    leg.onMessage.on(({ data }) => heard[end].push(String(data)));
    return leg;
  };
  const legs = { ana: legOf('ana'), ben: legOf('ben') };
  const up = async (): Promise<void> => {
    isUp = true;
    for (const end of ['ana', 'ben'] as const) opened[end].emit();
    await clock.advance(3_000);
  };
  /** Whether the hello of `from` on this leg is accepted at the other end. */
  const isBelieved = async (from: End): Promise<boolean> => {
    const to = otherOf(from);
    const hello = await createGreeter(greetingOf(from), identities[to].person).makeHello(
      wired[from]!.descriptions(),
      state,
    );
    return (await checkHello(greetingOf(to), identities[from].person, wired[to]!.descriptions(), hello)).ok;
  };
  return { clock, legs, seen, heard, wired, up, isBelieved, inbox, standStill };
};

describe('an honest one in the middle', () => {
  test('sees keys and sealed texts, and the two hear and believe each other', async () => {
    const { legs, up, heard, seen, isBelieved, clock } = open();
    await up();
    expect([await isBelieved('ana'), await isBelieved('ben')]).toEqual([true, true]);
    legs.ana.send('for your eyes');
    legs.ben.send('and yours');
    await clock.advance(100);
    expect(heard).toEqual({ ana: ['and yours'], ben: ['for your eyes'] });
    expect(seen.join('\n')).not.toContain('eyes');
  });

  test('who loses the first keys holds nobody up for long', async () => {
    let lost = 3;
    const { up, wired } = open((text) => (lost-- > 0 ? undefined : text));
    await up();
    expect([wired.ana !== undefined, wired.ben !== undefined]).toEqual([true, true]);
  });

  test('texts come in the order in which they were said', async () => {
    const { legs, up, heard, clock } = open();
    await up();
    const texts = Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat((index * 7919) % 5000)}`);
    for (const text of texts) legs.ana.send(text);
    await clock.advance(500);
    expect(heard.ben).toEqual(texts);
  });
});

describe('one who is not honest', () => {
  test('and puts own keys in place of theirs is not believed by either', async () => {
    const forged = { ana: (await createKeyExchange()).publicKey, ben: (await createKeyExchange()).publicKey };
    const { up, isBelieved } = open((text, from) => (text.startsWith('key ') ? `key ${forged[from]}` : text));
    await up();
    expect([await isBelieved('ana'), await isBelieved('ben')]).toEqual([false, false]);
  });

  test('and changes, repeats or sends back texts is not heard', async () => {
    const texts: string[] = [];
    const { legs, up, heard, clock, inbox } = open((text, from) => {
      if (from === 'ana' && !text.startsWith('key ')) texts.push(text);
      return text;
    });
    await up();
    legs.ana.send('once');
    await clock.advance(100);
    inbox.ben.emit(texts[0]);
    inbox.ana.emit(texts[0]);
    inbox.ben.emit(`${texts[0]}AAAA`);
    inbox.ben.emit('plain');
    inbox.ben.emit(new ArrayBuffer(4));
    await clock.advance(100);
    expect(heard).toEqual({ ana: [], ben: ['once'] });
  });

  test('and sends keys in a loop makes us work a bounded number of times', async () => {
    const { up, clock, inbox, seen } = open();
    await up();
    const keys = (): number => seen.filter((text) => text.startsWith('key ')).length;
    const before = keys();
    for (let count = 0; count < 60; count += 1) inbox.ana.emit(`key ${(await createKeyExchange()).publicKey}`);
    await clock.advance(5_000);
    expect(keys() - before).toBeLessThanOrEqual(8);
  });
});

describe('one who falls silent', () => {
  const openWith = (middle: Middle) => {
    const world = open(middle);
    let broke = 0;
    world.legs.ana.onBroke.on(() => void (broke += 1));
    return { ...world, broke: () => broke };
  };

  test('is found out, and nobody is before', async () => {
    let isSilent = false;
    const { up, clock, broke } = openWith((text) => (isSilent ? undefined : text));
    await up();
    await clock.advance(60_000);
    expect(broke()).toBe(0);
    isSilent = true;
    await clock.advance(6_000);
    expect(broke()).toBeGreaterThan(0);
  });

  test('is found out though a key of its own came first', async () => {
    let isSilent = false;
    const { up, clock, broke, inbox } = openWith((text) => (isSilent ? undefined : text));
    await up();
    await clock.advance(3_000);
    isSilent = true;
    inbox.ana.emit(`key ${(await createKeyExchange()).publicKey}`);
    await clock.advance(6_000);
    expect(broke()).toBeGreaterThan(0);
  });

  test('is not taken for silent by a page that stood still itself', async () => {
    const { up, clock, broke, standStill } = openWith((text) => text);
    await up();
    await clock.advance(5_000);
    standStill(true);
    await clock.advance(8_000);
    standStill(false);
    await clock.advance(10_000);
    expect(broke()).toBe(0);
  });

  test('is not to be told from an older app, which never says that it is alive', async () => {
    const { up, clock, broke } = openWith((text, from) =>
      from === 'ana' || text.startsWith('key ') ? text : undefined,
    );
    await up();
    await clock.advance(60_000);
    expect(broke()).toBe(0);
  });
});
