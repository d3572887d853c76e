// Several people over real relays of this machine.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNostrDriver } from '../../../../src/engine/signaling/nostr-driver.ts';
import { createSealer } from '../../../../src/engine/signaling/sealed.ts';
import { linkContract } from '../../../contract/link-contract.ts';
import type { LocalRelay } from '../../../relays/local-relay.ts';
import { startMqttBroker } from '../../../relays/mqtt.ts';
import { startNostrRelay } from '../../../relays/nostr.ts';
import { createRealClock, isOpen, newPersonId, newRoom, somebody, type Room, type Somebody } from './people.ts';
import { eventually } from '../../../contract/eventually.ts';

let nostr: LocalRelay;
let mqtt: LocalRelay;
beforeAll(async () => {
  [nostr, mqtt] = await Promise.all([startNostrRelay(), startMqttBroker()]);
});
afterAll(async () => {
  await Promise.all([nostr.close(), mqtt.close()]);
});

const whenMet = (one: Somebody, other: Somebody): Promise<void> =>
  eventually(() => {
    expect(one.linkTo(other.person)?.isOpen).toBe(true);
    expect(other.linkTo(one.person)?.isOpen).toBe(true);
  });

const meet = async (room: Room, options: Parameters<typeof somebody>[1]) => {
  const [one, other] = [somebody(room, options), somebody(room, options)];
  one.rendezvous.join();
  other.rendezvous.join();
  await whenMet(one, other);
  return { one, other };
};

/** Speaks to a relay without our rendezvous, as a stranger or as a relay that misbehaves. */
const openRaw = (relay: LocalRelay) => {
  const driver = createNostrDriver((url) => new WebSocket(url), createRealClock());
  return driver.open(relay.url, new AbortController().signal);
};

const announcementOf = (person: string, more: object = {}): string =>
  JSON.stringify({ v: 1, person, instance: 'forged', at: Date.now(), trystero: '', ...more });

describe.each(['nostr', 'mqtt', 'device'] as const)('a link through %s', (network) => {
  linkContract(async () => {
    const urls = { nostr: { nostr: [nostr.url] }, mqtt: { mqtt: [mqtt.url] }, device: { isAlone: false } }[network];
    const { one, other } = await meet(await newRoom(), { ...urls, listens: false });
    const [here, there] = [one.linkTo(other.person), other.linkTo(one.person)];
    if (!here || !there) throw new Error('they did not meet');
    return { here, there };
  });
});

describe('two people', () => {
  it('meet and write to each other', async () => {
    const { one, other } = await meet(await newRoom(), { nostr: [nostr.url] });
    const link = one.linkTo(other.person);
    expect(link).toMatchObject({ to: other.person, instance: other.instance, via: 'relay' });
    for (let count = 0; count < 20; count += 1) link?.send(`text ${count}`);
    await eventually(() => expect(new Set(other.heard).size).toBe(20));
    expect(other.heard).toHaveLength(20);
    expect(one.links).toHaveLength(1);
    expect(other.links).toHaveLength(1);
  });

  it('have no way to each other while no relay is left, though their own devices have one to themselves', async () => {
    const relay = await startNostrRelay();
    const { one, other } = await meet(await newRoom(), { nostr: [relay.url] });
    const link = one.linkTo(other.person);
    expect(link?.isOpen).toBe(true);
    await relay.close();
    await eventually(() => expect(isOpen(one, 'nostr')).toBe(false));
    expect([isOpen(one, 'device'), link?.isOpen]).toEqual([true, false]);
  });

  it('meet over any network that both have, and get each text once over two', async () => {
    const room = await newRoom();
    const one = somebody(room, { nostr: [nostr.url], mqtt: [mqtt.url] });
    const other = somebody(room, { nostr: ['ws://127.0.0.1:1/'], mqtt: [mqtt.url] });
    const third = somebody(room, { nostr: [nostr.url], mqtt: [mqtt.url] });
    for (const { rendezvous } of [one, other, third]) rendezvous.join();
    await Promise.all([whenMet(one, other), whenMet(one, third), whenMet(other, third)]);
    await eventually(() => expect(isOpen(one, 'mqtt') && isOpen(one, 'nostr')).toBe(true));
    one.linkTo(other.person)?.send('hello');
    one.linkTo(third.person)?.send('first');
    one.linkTo(third.person)?.send('second');
    await eventually(() => {
      expect(other.heard).toEqual([`${one.person}: hello`]);
      expect(third.heard.toSorted()).toEqual([`${one.person}: first`, `${one.person}: second`]);
    });
  });

  it('hear the first words of whoever comes, once, however many relays bring them', async () => {
    const room = await newRoom();
    const both = { nostr: [nostr.url], mqtt: [mqtt.url] };
    const { one, other } = await meet(room, both);
    await eventually(() => {
      for (const person of [one, other]) expect(isOpen(person, 'mqtt') && isOpen(person, 'nostr')).toBe(true);
    });
    const newcomer = somebody(room, both);
    newcomer.rendezvous.setOpening('anybody there?');
    await eventually(() => expect(isOpen(newcomer, 'mqtt') && isOpen(newcomer, 'nostr')).toBe(true));
    newcomer.rendezvous.join();
    await Promise.all([whenMet(newcomer, one), whenMet(newcomer, other)]);
    newcomer.linkTo(one.person)?.send('to one');
    newcomer.linkTo(other.person)?.send('to other');
    await eventually(() => {
      expect(one.heard).toEqual([`${newcomer.person}: anybody there?`, `${newcomer.person}: to one`]);
      expect(other.heard).toEqual([`${newcomer.person}: anybody there?`, `${newcomer.person}: to other`]);
    });
  });

  it('try Trystero as long as somebody is missing, and not otherwise', async () => {
    const room = await newRoom();
    const made: string[] = [];
    const rtcOf = (name: string) => ({
      create: () => {
        made.push(name);
        throw new Error('only counted');
      },
    });
    const real = createRealClock();
    // Whatever is to come 2 s after somebody was heard comes at once: long before the other's.
    const hasty = {
      ...real,
      after: (delayMs: number, task: () => void) => real.after(delayMs === 2_000 ? 0 : delayMs, task),
    };
    const searching = somebody(room, { nostr: [nostr.url], rtc: rtcOf('searching') });
    const content = somebody(room, { nostr: [nostr.url], rtc: rtcOf('content'), clock: hasty });
    content.rendezvous.setSearching(false);
    content.rendezvous.join();
    searching.rendezvous.join();
    await whenMet(searching, content);
    expect(made).toEqual([]);
    await eventually(() => expect(made).toContain('searching'));
    expect(made).not.toContain('content');
  });

  it('do not meet when their rooms differ', async () => {
    const [one, other] = [
      somebody(await newRoom(), { nostr: [nostr.url] }),
      somebody(await newRoom(), { nostr: [nostr.url] }),
    ];
    const friends = await meet(await newRoom(), { nostr: [nostr.url] });
    one.rendezvous.join();
    other.rendezvous.join();
    friends.one.linkTo(friends.other.person)?.send('the relay works');
    await eventually(() => expect(friends.other.heard).toHaveLength(1));
    expect(one.links).toEqual([]);
    expect(other.links).toEqual([]);
  });

  it('say nothing of themselves before they join: they only ask who is there', async () => {
    const quiet = await startNostrRelay();
    const room = await newRoom();
    const { keys } = room;
    const raw = await openRaw(quiet);
    const published: string[] = [];
    raw.subscribe(keys.topic, (text) => published.push(text));
    const [waiting, joined] = [somebody(room, { nostr: [quiet.url] }), somebody(room, { nostr: [quiet.url] })];
    await eventually(() => expect(published).toHaveLength(2));
    const sealer = createSealer(keys.sealKey);
    const opened = await Promise.all(published.map((text) => sealer.open(keys.topic, text)));
    const nonce = expect.stringMatching(/^[\w-]{36}$/) as string;
    expect(opened.map((text) => JSON.parse(text ?? '') as unknown)).toEqual([
      { v: 1, ask: nonce },
      { v: 1, ask: nonce },
    ]);
    expect(new Set(opened).size).toBe(2);
    // Nothing else was published, on this or another topic.
    expect(quiet.traffic().match(/\["EVENT"/g)).toHaveLength(2);
    expect([waiting, joined].map(({ rendezvous }) => rendezvous.present.value)).toEqual([undefined, undefined]);
    joined.rendezvous.join();
    // Whoever waits hears that somebody is there, and makes nothing of it but that.
    await eventually(() => expect(waiting.rendezvous.present.value).toEqual([{ id: joined.person, name: '' }]));
    expect(waiting.links).toEqual([]);
    expect(joined.links).toEqual([]);
    waiting.rendezvous.join();
    await whenMet(waiting, joined);
    raw.close();
    await quiet.close();
  });

  it('know before they join who is there, by name, from one of them', async () => {
    const room = await newRoom();
    const both = { nostr: [nostr.url], mqtt: [mqtt.url] };
    const { one, other } = await meet(room, both);
    const present = [one, other].map(({ person }, index) => ({ id: person, name: ['Ana', 'Ben'][index] ?? '' }));
    for (const { rendezvous } of [one, other]) rendezvous.setPresent(() => present);
    const answers: string[] = [];
    const sealer = createSealer(room.keys.sealKey);
    const raw = await openRaw(nostr);
    raw.subscribe(room.keys.topic, (text) => {
      void sealer.open(room.keys.topic, text).then((opened) => opened?.includes('"here"') && answers.push(opened));
    });
    const newcomer = somebody(room, both);
    await eventually(() => expect(newcomer.rendezvous.present.value).toEqual(present));
    expect(newcomer.links).toEqual([]);
    expect([...one.links, ...other.links]).toHaveLength(2);
    expect(answers.length).toBeLessThanOrEqual(1);
    newcomer.rendezvous.join();
    expect(newcomer.rendezvous.present.value).toBeUndefined();
    await Promise.all([whenMet(newcomer, one), whenMet(newcomer, other)]);
    raw.close();
  });

  it('part: a goodbye closes the links, and coming back opens new ones', async () => {
    const room = await newRoom();
    const { one, other } = await meet(room, { nostr: [nostr.url] });
    const link = one.linkTo(other.person);
    let closed = 0;
    link?.onClose.on(() => (closed += 1));
    other.rendezvous[Symbol.dispose]();
    await eventually(() => expect(closed).toBe(1));
    expect(link?.isOpen).toBe(false);
    const again = somebody(room, { nostr: [nostr.url], self: other.person });
    again.rendezvous.join();
    await whenMet(one, again);
    expect(one.linkTo(other.person)?.instance).toBe(again.instance);
  });

  it('take a reload for what it is, without any goodbye', async () => {
    const room = await newRoom();
    const { one, other } = await meet(room, { nostr: [nostr.url] });
    const before = one.linkTo(other.person);
    const reloaded = somebody(room, { nostr: [nostr.url], self: other.person });
    reloaded.rendezvous.join();
    await eventually(() => expect(one.linkTo(other.person)?.instance).toBe(reloaded.instance));
    expect(before?.isOpen).toBe(false);
  });

  it('say goodbye when the page is closed', async () => {
    const { one, other } = await meet(await newRoom(), { nostr: [nostr.url] });
    other.net.onPageHide.emit();
    await eventually(() => expect(one.linkTo(other.person)?.isOpen).toBe(false));
  });
});

describe('a relay that dies', () => {
  it('is announced on again when it is back, and people meet', async () => {
    const relay = await startNostrRelay();
    const room = await newRoom();
    const one = somebody(room, { nostr: [relay.url] });
    one.rendezvous.join();
    await eventually(() => expect(isOpen(one, 'nostr')).toBe(true));
    await relay.stop();
    await eventually(() => expect(isOpen(one, 'nostr')).toBe(false));
    const other = somebody(room, { nostr: [relay.url] });
    other.rendezvous.join();
    await relay.start();
    one.rendezvous.check();
    other.rendezvous.check();
    await whenMet(one, other);
    await relay.close();
  });

  it('is replaced when its connections are cut, and texts flow again', async () => {
    const relay = await startNostrRelay();
    const { one, other } = await meet(await newRoom(), { nostr: [relay.url] });
    relay.killConnections();
    await eventually(() => expect(isOpen(one, 'nostr') || isOpen(other, 'nostr')).toBe(false));
    await eventually(() => expect(isOpen(one, 'nostr') && isOpen(other, 'nostr')).toBe(true));
    const link = one.linkTo(other.person);
    expect(link?.isOpen).toBe(true);
    await eventually(() => {
      link?.send('still here');
      expect(other.heard).toContain(`${one.person}: still here`);
    });
    expect(one.links).toHaveLength(1);
    await relay.close();
  });
});

describe('a relay that misbehaves', () => {
  it('cannot make anybody believe in people who are not there', async () => {
    const room = await newRoom();
    const one = somebody(room, { nostr: [nostr.url] });
    one.rendezvous.join();
    await eventually(() => expect(isOpen(one, 'nostr')).toBe(true));
    const raw = await openRaw(nostr);
    const inbox = await room.keys.inbox(one.person);
    const stranger = createSealer((await newRoom()).keys.sealKey);
    const member = createSealer(room.keys.sealKey);
    const { topic } = room.keys;
    raw.publish(topic, announcementOf(newPersonId()));
    raw.publish(topic, await stranger.seal(topic, announcementOf(newPersonId())));
    raw.publish(topic, await member.seal('other topic', announcementOf(newPersonId())));
    raw.publish(topic, await member.seal(topic, announcementOf('not a person')));
    raw.publish(topic, await member.seal(topic, announcementOf(newPersonId(), { instance: '../' })));
    raw.publish(topic, await member.seal(topic, '{"peerId":"bare"}'));
    raw.publish(topic, await member.seal(topic, announcementOf(one.person)));
    raw.publish(
      inbox,
      await member.seal(
        inbox,
        JSON.stringify({ v: 1, from: newPersonId(), instance: 'x', to: 'gone', at: 1, n: 1, texts: ['x'] }),
      ),
    );
    // Comes last and is good: all before it have been judged.
    const good = newPersonId();
    raw.publish(topic, await member.seal(topic, announcementOf(good)));
    await eventually(() => expect(one.links.map(({ to }) => to)).toEqual([good]));
    raw.close();
  });

  it('cannot close a link, nor bring anybody back, by replaying', async () => {
    const room = await newRoom();
    const raw = await openRaw(nostr);
    const replayed: string[] = [];
    raw.subscribe(room.keys.topic, (text) => replayed.push(text));
    const person = newPersonId();
    const one = somebody(room, { nostr: [nostr.url] });
    one.rendezvous.join();
    const old = somebody(room, { nostr: [nostr.url], self: person });
    old.rendezvous.join();
    await whenMet(one, old);
    old.rendezvous[Symbol.dispose]();
    await eventually(() => expect(one.linkTo(person)?.isOpen).toBe(false));
    const now = somebody(room, { nostr: [nostr.url], self: person });
    now.rendezvous.join();
    await whenMet(one, now);
    // A newcomer has seen none of it: the replay is all new to it, and the times of the announcements tell.
    const newcomer = somebody(room, { nostr: [nostr.url] });
    newcomer.rendezvous.join();
    await whenMet(newcomer, now);
    const linksBefore = one.links.length;
    for (const text of replayed.splice(0)) raw.publish(room.keys.topic, text);
    now.linkTo(one.person)?.send('after the replay');
    now.linkTo(newcomer.person)?.send('after the replay');
    await eventually(() => expect([...one.heard, ...newcomer.heard]).toHaveLength(2));
    expect(one.links).toHaveLength(linksBefore);
    expect(one.linkTo(person)).toMatchObject({ instance: now.instance, isOpen: true });
    expect(newcomer.linkTo(person)).toMatchObject({ instance: now.instance, isOpen: true });
    raw.close();
  });

  it('learns neither the secret, nor who talks, nor what', async () => {
    const relay = await startNostrRelay();
    const broker = await startMqttBroker();
    const room = await newRoom();
    const { one, other } = await meet(room, { nostr: [relay.url], mqtt: [broker.url] });
    one.linkTo(other.person)?.send('What nobody else may read');
    await eventually(() => expect(other.heard).toHaveLength(1));
    one.rendezvous[Symbol.dispose]();
    await eventually(() => expect(other.linkTo(one.person)?.isOpen).toBe(false));
    const traffic = relay.traffic() + broker.traffic();
    expect(traffic).toContain(room.keys.topic);
    for (const secret of [
      room.secret,
      room.keys.password,
      one.person,
      other.person,
      one.instance,
      'nobody else',
      'peerId',
    ]) {
      expect(traffic).not.toContain(secret);
    }
    const logged = JSON.stringify([...one.log.entries(), ...other.log.entries()]);
    for (const secret of [room.secret, room.keys.topic, one.person, other.person, 'nobody else', '/relay', '/mqtt']) {
      expect(logged).not.toContain(secret);
    }
    await Promise.all([relay.close(), broker.close()]);
  });
});
