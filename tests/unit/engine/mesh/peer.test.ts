import { describe, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { Wired } from '#engine/mesh/attempt.ts';
import type { Connection } from '#engine/mesh/connection.ts';
import { createPeer } from '#engine/mesh/peer.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeTrack } from '../../../fakes/media.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';
import { createTestLink, linkTogether } from './fake-link.ts';
import { createTestConnection } from './test-connection.ts';

interface SetUp {
  readonly pass?: (text: string) => number;
  /** What comes of a hello at Ana's. */
  readonly judge?: () => 'accept' | 'refuse';
  /** By name; Ana is unless said otherwise. */
  readonly polite?: 'Ana' | 'Ben';
  /** Whether a connection finds new paths. */
  readonly canRestart?: boolean;
  /** How often Ben's browser refuses a connection at first. */
  readonly refusals?: number;
}

/** Two peers that greet each other as soon as their channel opens. */
const setUp = ({ pass, judge = () => 'accept', polite = 'Ana', canRestart = true, refusals = 0 }: SetUp = {}) => {
  const clock = createFakeClock();
  const network = createFakeNetwork(clock);
  const log = createLog(clock.nowMs);
  /** Who took an offer of their own back for the other's. */
  const pictures = { held: 0, resumed: 0, whole: 0 };
  const gaveWay = new Set<'caller' | 'called'>();
  const createWatchedConnection = (rtc: RtcPort): Connection => {
    const connection = createTestConnection(rtc);
    const answer = (sdp: string): Promise<string> => {
      if (!connection.isStable()) gaveWay.add(connection.isCaller() ? 'caller' : 'called');
      return connection.answer(sdp);
    };
    const watched = {
      holdPictures: async (): Promise<void> => void (pictures.held += 1),
      resumePictures: async (): Promise<void> => void (pictures.resumed += 1),
      sendFullSize: async (): Promise<void> => void (pictures.whole += 1),
    };
    return { ...connection, ...watched, answer, canRestart: () => canRestart };
  };
  let refused = 0;
  const make = (owner: string, [instance, otherInstance]: [string, string]) => {
    const rtc = network.port(owner);
    const peer = createPeer({
      person: owner as PersonId,
      instance,
      otherInstance,
      isPolite: owner === polite,
      clock,
      log,
      createConnection: () => {
        if (owner === 'Ben' && refused++ < refusals) throw new Error('Cannot create so many PeerConnections');
        return createWatchedConnection(rtc);
      },
      takeSpare: () => undefined,
      claimOpenOffer: () => undefined,
      takesOpenOffer: () => true,
      wrapSignal: (text) => `signal ${text}`,
      isHeardByOthers: () => false,
      hasTurn: () => false,
    });
    const heard: string[] = [];
    const wires: Wired[] = [];
    peer.onGreet.on((wired) => {
      wires.push(wired);
      wired.send('hello');
    });
    peer.onMessage.on(({ data }) => {
      const text = String(data);
      if (text.startsWith('signal ')) return peer.receiveSignal(text.slice(7));
      heard.push(text);
      if (text !== 'hello') return;
      if (owner === 'Ana' && judge() === 'refuse') peer.refuse('security/wrong-identity');
      else peer.accept();
    });
    return { peer, heard, wires };
  };
  const here = make('Ana', ['page-here', 'page-there']);
  const there = make('Ben', ['page-there', 'page-here']);
  const links = [
    createTestLink('Ben' as PersonId, 'page-there'),
    createTestLink('Ana' as PersonId, 'page-here'),
  ] as const;
  linkTogether(links[0], links[1], pass);
  let isTicking = true;
  const tick = (): void => {
    here.peer.tick();
    there.peer.tick();
    // As mesh.ts does.
    const isMissed = [here, there].some(({ peer }) => peer.state.value.is === 'reconnecting');
    if (isTicking) clock.after(isMissed ? 100 : 500, tick);
  };
  tick();
  const connect = async (): Promise<void> => {
    here.peer.addLink(links[0]);
    there.peer.addLink(links[1]);
    await clock.advance(1_000);
  };
  const states = () => [here.peer.state.value.is, there.peer.state.value.is];
  const sessions = () =>
    [here, there].map(({ peer }) => ('session' in peer.state.value ? peer.state.value.session : undefined));
  const end = (): void => {
    isTicking = false;
    here.peer[Symbol.dispose]();
    there.peer[Symbol.dispose]();
  };
  return { clock, network, log, here, there, links, connect, states, sessions, gaveWay, pictures, end };
};

test('two that call each other in the same moment meet in one session', async () => {
  const { here, there, connect, states, sessions, network } = setUp();
  await connect();
  expect(states()).toEqual(['connected', 'connected']);
  expect(new Set(sessions()).size).toBe(1);
  expect(network.openCount()).toBe(2);
  expect([here.heard, there.heard]).toEqual([['hello'], ['hello']]);
});

test('a browser that refuses a connection is asked again soon, and not only when the attempt is over', async () => {
  const { clock, connect, states } = setUp({ refusals: 2 });
  await connect();
  expect(states()).not.toEqual(['connected', 'connected']);
  await clock.advance(8_000);
  expect(states()).toEqual(['connected', 'connected']);
});

test.each([
  ['a relay', 'relay', true],
  ['a channel of Trystero’s, which seems to be open for ever', 'trystero', false],
] as const)('who says nothing is away where %s is open: it is not our network', async (_, via, isAway) => {
  const { clock, network, links, connect, here } = setUp();
  for (const link of links) link.via = via;
  await connect();
  network.cut('Ana', 'Ben');
  await clock.advance(8_000);
  expect(here.peer.state.value).toMatchObject({ is: 'reconnecting', isAway });
});

test('an attempt is made anew when a relay is back, and not when another one opens', async () => {
  const { here, connect, states, sessions, clock } = setUp({ pass: () => 0 });
  await connect();
  await clock.advance(1_000);
  expect(states()).toEqual(['calling', 'calling']);
  const [before] = sessions();
  here.peer.wayOpened(false);
  expect(sessions()[0]).toBe(before);
  here.peer.wayOpened(true);
  expect(sessions()[0]).not.toBe(before);
});

test('signals that are lost and repeated only make it slower', async () => {
  const copies = [0, 0, 2, 0, 2, 3];
  let at = 0;
  const { clock, connect, states, sessions } = setUp({ pass: () => copies[at++] ?? 1 });
  await connect();
  await clock.advance(60_000);
  expect(states()).toEqual(['connected', 'connected']);
  expect(new Set(sessions()).size).toBe(1);
});

test('a broken path is repaired in the same session, through the links', async () => {
  const { clock, network, connect, states, sessions, here, there, pictures } = setUp();
  await connect();
  expect(pictures).toMatchObject({ held: 0, resumed: 0 });
  const before = sessions();
  network.cut('Ana', 'Ben');
  await clock.advance(6_000);
  expect(states()).toEqual(['reconnecting', 'reconnecting']);
  expect(pictures).toMatchObject({ held: 2, resumed: 0 });
  here.peer.send('meanwhile');
  network.restore('Ana', 'Ben');
  await clock.advance(6_000);
  expect(states()).toEqual(['connected', 'connected']);
  expect(sessions()).toEqual(before);
  expect(there.heard).toEqual(['hello', 'meanwhile']);
  expect(pictures.resumed).toBe(pictures.held);
});

test('after a silence that the connection itself did not notice, pictures are small at first, as on a new path, and grow', async () => {
  const { clock, network, connect, pictures, states } = setUp();
  await connect();
  await clock.advance(2_000);
  const { whole } = pictures;
  network.cut('Ana', 'Ben');
  await clock.advance(2_500);
  network.restore('Ana', 'Ben');
  await clock.advance(500);
  expect(states()).toEqual(['connected', 'connected']);
  expect(pictures.resumed).toBeGreaterThanOrEqual(2);
  expect(pictures).toMatchObject({ held: pictures.resumed, whole });
  await clock.advance(1_000);
  expect(pictures.whole).toBeGreaterThanOrEqual(whole + 2);
});

test.each(['Ana', 'Ben'] as const)(
  'two look for a new path at once: whoever called gives way (%s polite)',
  async (polite) => {
    const { clock, network, connect, states, sessions, gaveWay, here, there } = setUp({ polite });
    await connect();
    const before = sessions();
    network.cut('Ana', 'Ben');
    await clock.advance(6_000);
    network.restore('Ana', 'Ben');
    for (const { peer } of [here, there]) peer.networkChanged();
    await clock.advance(6_000);
    expect(states()).toEqual(['connected', 'connected']);
    expect(sessions()).toEqual(before);
    expect([...gaveWay]).toEqual(['caller']);
  },
);

test('another network is told through the call itself, with all links dead', async () => {
  const { clock, connect, states, sessions, here, links } = setUp();
  await connect();
  for (const link of links) link.close();
  const [before] = sessions();
  const sent = links[0].sent.length;
  here.peer.networkChanged();
  await clock.advance(2_000);
  expect(states()).toEqual(['connected', 'connected']);
  expect([sessions()[0], links[0].sent.length]).toEqual([before, sent]);
});

test('a wire is current until another connection takes its place, and then carries nothing', async () => {
  const { clock, connect, here, there, network, states } = setUp();
  await connect();
  const [first] = here.wires;
  expect(first?.isCurrent()).toBe(true);
  expect(first?.descriptions().local).toContain('a=fingerprint');
  network.cut('Ana', 'Ben');
  await clock.advance(40_000);
  network.restore('Ana', 'Ben');
  await clock.advance(60_000);
  expect(states()).toEqual(['connected', 'connected']);
  expect(first?.isCurrent()).toBe(false);
  expect(first?.send('from the grave')).toBe(false);
  expect(here.wires.at(-1)?.isCurrent()).toBe(true);
  expect(there.heard).not.toContain('from the grave');
});

test('descriptions that are garbage break one attempt after the other, and nothing else', async () => {
  const { clock, links, here, log, network } = setUp();
  here.peer.addLink(links[0]);
  for (let n = 1; n < 30; n += 1) {
    links[0].onMessage.emit(
      JSON.stringify({
        instance: 'page-there',
        n,
        session: `bad-${n}`,
        kind: n % 2 ? 'offer' : 'answer',
        sdp: 'garbage',
        offer: 1,
      }),
    );
    await clock.advance(100);
  }
  expect(log.entries().some(({ level }) => level === 'error')).toBe(false);
  expect(log.entries().some(({ event }) => event === 'negotiation-failed')).toBe(true);
  expect(network.openCount()).toBeLessThanOrEqual(1);
  links[0].onMessage.emit(
    JSON.stringify({ instance: 'page-there', n: 99, session: 'more', kind: 'candidates', candidates: [] }),
  );
  expect(here.peer.state.value.is).not.toBe('over');
});

test('somebody else in their name is refused, and the person comes in by their own next offer', async () => {
  let isImpostor = true;
  const { clock, connect, here, states, network } = setUp({ judge: () => (isImpostor ? 'refuse' : 'accept') });
  await connect();
  expect(here.peer.state.value).toEqual({ is: 'over', why: 'security/wrong-identity' });
  expect([...network.ends.values()].filter(({ owner }) => owner === 'Ana')).toEqual([]);
  isImpostor = false;
  await clock.advance(30_000);
  expect(states()).toEqual(['connected', 'connected']);
});

test('whoever offers one connection after the other makes us make few', async () => {
  const { clock, here, links, network } = setUp();
  here.peer.addLink(links[0]);
  await clock.advance(1);
  const made = new Set<string>();
  for (let n = 0; n < 300; n += 1) {
    const offer = { instance: 'page-there', n: 9_000 + n, session: `again-${n}`, kind: 'offer', sdp: 'v=0' };
    links[0].onMessage.emit(JSON.stringify(offer));
    for (const [id, { owner }] of network.ends) if (owner === 'Ana') made.add(id);
    await clock.advance(34);
  }
  // Eight at once, one in two seconds, and those of our own calls.
  expect(made.size).toBeLessThanOrEqual(8 + 5 + 5);
});

test('whoever is refused every time is tried more and more seldom', async () => {
  const { clock, connect, states, network } = setUp({ judge: () => 'refuse' });
  await connect();
  const made = new Set<string>();
  for (let ms = 0; ms < 120_000; ms += 100) {
    await clock.advance(100);
    for (const [id, { owner }] of network.ends) if (owner === 'Ana') made.add(id);
  }
  expect(made.size).toBeLessThanOrEqual(10);
  expect(states()[0]).toBe('over');
});

describe('a connection that works', () => {
  const forge = (offer: object): string => JSON.stringify({ instance: 'page-there', kind: 'offer', ...offer });

  test('is not given up for offers that cannot be answered, whoever sends them in its name', async () => {
    const { clock, connect, here, links, states, sessions } = setUp();
    await connect();
    const [session = ''] = sessions();
    const fingerprint = /a=fingerprint:.*/.exec(here.peer.connection()?.descriptions().remote ?? '')?.[0] ?? '';
    for (const n of [100_000, 100_001, 100_002]) {
      links[0].onMessage.emit(forge({ n, session, sdp: `v=0\r\n${fingerprint}\r\n` }));
      await clock.advance(2_100);
    }
    expect(states()).toEqual(['connected', 'connected']);
    expect(sessions()).toEqual([session, session]);
  });

  test('is found anew after a break, though somebody forged the highest of all numbers for it', async () => {
    const { clock, network, connect, links, states, sessions } = setUp({ canRestart: false });
    await connect();
    const [session = ''] = sessions();
    for (const [at, instance] of ['page-there', 'page-here'].entries())
      links[at]?.onMessage.emit(
        JSON.stringify({ instance, kind: 'answer', n: Number.MAX_SAFE_INTEGER, session, offer: 1, sdp: '' }),
      );
    network.move('Ana');
    await clock.advance(15_000);
    expect(states()).toEqual(['connected', 'connected']);
  });
});

test('who was proved before and is refused on a later connection is looked for again', async () => {
  const { clock, connect, here, states } = setUp();
  await connect();
  expect(states()).toEqual(['connected', 'connected']);
  here.peer.refuse('security/wrong-identity');
  expect(here.peer.state.value.is).toBe('waiting');
  await clock.advance(30_000);
  expect(states()).toEqual(['connected', 'connected']);
});

test('a description of another end takes no place in a connection that was proved', async () => {
  const { clock, connect, links, states, sessions, network } = setUp();
  await connect();
  const [session] = sessions();
  // Somebody else's connection to Ana, described as if it were the next offer of this one.
  const stranger = createTestConnection(network.port('Mal'));
  const sdp = await stranger.offer();
  const heard: string[] = [];
  const stop = links[1].onMessage.on((text) => heard.push(text));
  links[0].onMessage.emit(JSON.stringify({ instance: 'page-there', n: 500, session, kind: 'offer', sdp }));
  await clock.advance(5_000);
  expect(heard.filter((text) => text.includes('"answer"'))).toEqual([]);
  expect(states()).toEqual(['connected', 'connected']);
  expect(sessions()).toEqual([session, session]);
  stop();
  stranger[Symbol.dispose]();
});

test('another network is no reason to give up a path that works', async () => {
  const { clock, connect, here, log, states } = setUp();
  await connect();
  here.peer.networkChanged();
  await clock.advance(4_000);
  expect(log.entries().some(({ event }) => event === 'ice-restart')).toBe(false);
  expect(states()).toEqual(['connected', 'connected']);
});

test('after another network a shorter silence is enough', async () => {
  const brokenAfterMs = async (isDoubted: boolean): Promise<number> => {
    const { clock, connect, here, network } = setUp();
    await connect();
    if (isDoubted) here.peer.networkChanged();
    network.cut('Ana', 'Ben');
    const cutMs = clock.nowMs();
    for (let waits = 0; waits < 100 && here.peer.state.value.is === 'connected'; waits += 1) await clock.advance(50);
    return clock.nowMs() - cutMs;
  };
  expect(await brokenAfterMs(true)).toBeLessThan(await brokenAfterMs(false));
});

test('what was proposed during a break is not answered when the path is back; once it breaks again, it is the first', async () => {
  const late: string[] = [];
  let isLate = false;
  const pass = (text: string): number => {
    if (isLate) late.push(text);
    return isLate ? 0 : 1;
  };
  const { clock, connect, links, there, log, network, states, sessions } = setUp({ pass });
  await connect();
  const before = sessions();
  const count = (event: string): number => log.entries().filter((entry) => entry.event === event).length;
  const answers = count('answer');
  isLate = true;
  network.cut('Ana', 'Ben');
  await clock.advance(2_600);
  expect(states()).toEqual(['reconnecting', 'reconnecting']);
  network.restore('Ana', 'Ben');
  await clock.advance(1_000);
  expect(states()).toEqual(['connected', 'connected']);
  isLate = false;
  for (const text of late) links[text.includes('"page-here"') ? 1 : 0].onMessage.emit(text);
  await clock.advance(1_000);
  expect(late.some((text) => text.includes('"offer"'))).toBe(true);
  expect([...states(), count('answer')]).toEqual(['connected', 'connected', answers]);
  network.move('Ana');
  for (let waits = 0; waits < 100 && there.peer.state.value.is === 'connected'; waits += 1) await clock.advance(50);
  await clock.advance(500);
  expect(count('answer')).toBeGreaterThan(answers);
  await clock.advance(4_000);
  expect([...states(), ...sessions()]).toEqual(['connected', 'connected', ...before]);
});

describe('where no new path can be found on a connection', () => {
  test('an old one that comes back by itself stays', async () => {
    let isCut = false;
    const pass = (): number => (isCut ? 0 : 1);
    const { clock, connect, log, network, states, sessions, end } = setUp({ canRestart: false, pass });
    await connect();
    const before = sessions();
    isCut = true;
    network.cut('Ana', 'Ben');
    await clock.advance(2_600);
    expect(states()).toEqual(['reconnecting', 'reconnecting']);
    isCut = false;
    network.restore('Ana', 'Ben');
    await clock.advance(7_000);
    expect([...states(), ...sessions()]).toEqual(['connected', 'connected', ...before]);
    expect(log.entries().some(({ event }) => event === 'ice-restart')).toBe(false);
    expect(network.openCount()).toBe(2);
    end();
    expect(network.openCount()).toBe(0);
  });

  test('a call that arrives in the moment in which the old path is back does not end it', async () => {
    const late: string[] = [];
    let isLate = false;
    const pass = (text: string): number => {
      if (isLate) late.push(text);
      return isLate ? 0 : 1;
    };
    const { clock, connect, links, network, states, sessions } = setUp({ canRestart: false, pass });
    await connect();
    const before = sessions();
    isLate = true;
    network.cut('Ana', 'Ben');
    await clock.advance(2_600);
    isLate = false;
    network.restore('Ana', 'Ben');
    for (const text of late) links[text.includes('"page-here"') ? 1 : 0].onMessage.emit(text);
    await clock.advance(8_000);
    expect(late.some((text) => text.includes('"offer"'))).toBe(true);
    expect([...states(), ...sessions()]).toEqual(['connected', 'connected', ...before]);
  });

  test('a device that is changed meanwhile is on the connection that takes its place', async () => {
    let isCut = false;
    const pass = (): number => (isCut ? 0 : 1);
    const { clock, connect, here, there, network, states } = setUp({ canRestart: false, pass });
    await connect();
    isCut = true;
    network.move('Ana');
    await clock.advance(3_500);
    expect(states()).toEqual(['reconnecting', 'reconnecting']);
    const camera = createFakeTrack('camera');
    for (const { peer } of [here, there]) peer.setTrack('camera', camera);
    isCut = false;
    await clock.advance(8_000);
    expect(states()).toEqual(['connected', 'connected']);
    // The answering end is made with the devices of that moment, which mesh.ts hands it.
    expect([...network.ends.values()].map((end) => end.sending(1)?.track)).toContain(camera);
  });

  test.each(['Ana', 'Ben'] as const)('one that does not is replaced by a call (%s polite)', async (polite) => {
    const { clock, connect, here, log, network, states, sessions } = setUp({ canRestart: false, polite });
    await connect();
    const before = sessions();
    network.move('Ana');
    await clock.advance(5_000);
    expect(states()).toEqual(['connected', 'connected']);
    expect(new Set(sessions()).size).toBe(1);
    expect(sessions()).not.toEqual(before);
    expect(log.entries().some(({ event }) => event === 'ice-restart')).toBe(false);
    expect(network.openCount()).toBe(2);
    expect(here.heard).toEqual(['hello', 'hello']);
  });
});

test('an offer that was planted ends nothing in a blip', async () => {
  const { clock, connect, links, states, sessions, network } = setUp();
  await connect();
  const before = sessions();
  const stranger = createTestConnection(network.port('Mal'));
  const sdp = await stranger.offer();
  links[0].onMessage.emit(JSON.stringify({ instance: 'page-there', n: 500, session: 'planted', kind: 'offer', sdp }));
  await clock.advance(500);
  network.cut('Ana', 'Ben');
  for (let waits = 0; waits < 200 && states()[0] !== 'reconnecting'; waits += 1) await clock.advance(50);
  expect(states()[0]).toBe('reconnecting');
  network.restore('Ana', 'Ben');
  await clock.advance(8_000);
  expect([...states(), ...sessions()]).toEqual(['connected', 'connected', ...before]);
  // Long after, it is an attempt that its sender has given up.
  await clock.advance(20_000);
  network.cut('Ana', 'Ben');
  await clock.advance(8_000);
  expect(sessions()).toEqual(before);
  stranger[Symbol.dispose]();
});

test('a handler that throws does not stop what comes next', async () => {
  const { clock, connect, here, there, log } = setUp();
  here.peer.onMessage.on(() => {
    throw new Error('broken');
  });
  await connect();
  there.peer.send('one');
  there.peer.send('two');
  await clock.advance(500);
  expect(here.heard).toEqual(['hello', 'one', 'two']);
  expect(log.entries().filter(({ event }) => event === 'message').length).toBe(3);
});

test('ends without leaving a connection or a timer', async () => {
  const { clock, network, connect, end } = setUp();
  await connect();
  end();
  await clock.advance(1_000);
  expect([network.openCount(), clock.pending()]).toEqual([0, 0]);
});
