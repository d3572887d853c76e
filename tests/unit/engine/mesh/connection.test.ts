import { expect, test } from 'vitest';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import type { Connection } from '#engine/mesh/connection.ts';
import { planIce } from '#engine/mesh/ice-plan.ts';
import { noTracks } from '#engine/mesh/media-lines.ts';
import type { StatsSample } from '#engine/mesh/stats-sample.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { stunServer, turnServer } from '../../../fakes/ice.ts';
import { createFakeTrack } from '../../../fakes/media.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';
import { createTestConnection } from './test-connection.ts';

const setUp = () => {
  const clock = createFakeClock();
  const network = createFakeNetwork(clock);
  const connect = (owner: string, tracks = noTracks) => {
    const connection = createTestConnection(network.port(owner), tracks);
    const heard: unknown[] = [];
    const states: string[] = [];
    connection.onMessage.on((data) => heard.push(data));
    connection.onOpen.on(() => states.push('open'));
    connection.onPath.on(() => states.push('path'));
    connection.onTransport.on((transport) => states.push(transport));
    return { connection, heard, states };
  };
  return { clock, network, connect };
};

const describeEachOther = async (here: Connection, there: Connection): Promise<void> =>
  here.accept(await there.answer(await here.offer()));

test('two ends that know each other open a channel and say so once', async () => {
  const { clock, connect } = setUp();
  const [here, there] = [connect('Ana'), connect('Ben')];
  expect(here.connection.send('too early')).toBe(false);
  await describeEachOther(here.connection, there.connection);
  await clock.advance(200);
  expect(here.states).toEqual(['connecting', 'connected', 'path', 'open']);
  expect([here.connection.send('hello'), there.connection.send('hi')]).toEqual([true, true]);
  await clock.advance(200);
  expect([here.heard, there.heard]).toEqual([['hi'], ['hello']]);
});

test('no new path is looked for in a session of Firefox and another browser, whoever of them looks', async () => {
  const { network, connect } = setUp();
  network.useFirefox('Ana');
  network.useFirefox('Ada');
  const pairs = [
    ['Ana', 'Ben', false],
    ['Ben', 'Ana', false],
    ['Ana', 'Ada', true],
    ['Ben', 'Cem', true],
  ] as const;
  for (const [one, other, isFound] of pairs) {
    const [here, there] = [connect(one).connection, connect(other).connection];
    await describeEachOther(here, there);
    expect([here.canRestart(), there.canRestart()], `${one} calls ${other}`).toEqual([isFound, isFound]);
  }
});

test('the channel’s news waits until both descriptions can be read', async () => {
  const { clock, connect } = setUp();
  const [here, there] = [connect('Ana'), connect('Ben')];
  const read: string[] = [];
  here.connection.onOpen.on(() => read.push(here.connection.descriptions().remote.slice(0, 3)));
  const answerSdp = await there.connection.answer(await here.connection.offer());
  there.connection.onOpen.on(() => there.connection.send('first words'));
  await here.connection.accept(answerSdp);
  await clock.advance(500);
  expect(read).toEqual(['v=0']);
  expect(here.heard).toEqual(['first words']);
});

test('a candidate of a description that is kept or on its way is not taken for one of the path that there is', async () => {
  const { connect } = setUp();
  const [here, there] = [connect('Ana'), connect('Ben')];
  await describeEachOther(here.connection, there.connection);
  const candidate = (name: string, usernameFragment: string | null) => ({
    candidate: `candidate:${name}`,
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment,
  });
  await here.connection.addCandidates([candidate('later', 'another'), candidate('now', null)]);
  const { remote } = here.connection.descriptions();
  expect([remote.includes('candidate:now'), remote.includes('candidate:later')]).toEqual([true, false]);
});

test('candidates may come before the description that they belong to, and wrong ones are ignored', async () => {
  const { connect } = setUp();
  const { connection } = connect('Ana');
  const { connection: other } = connect('Ben');
  const candidate = { candidate: 'candidate:x', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
  await connection.addCandidates(Array.from({ length: 150 }, () => candidate));
  await connection.answer(await other.offer());
  await connection.addCandidates([candidate]);
  expect(connection.isStable()).toBe(true);
});

test('tracks go to their place on both sides and are exchanged without a new description', async () => {
  const { connect } = setUp();
  const microphone = createFakeTrack('microphone');
  const [here, there] = [connect('Ana', { ...noTracks, microphone }), connect('Ben')];
  await describeEachOther(here.connection, there.connection);
  const before = here.connection.descriptions();
  await here.connection.setTrack('camera', createFakeTrack('camera'));
  await here.connection.setTrack('microphone', null);
  expect(here.connection.descriptions()).toEqual(before);
  expect(here.connection.isStable()).toBe(true);
  const kinds = (['microphone', 'camera', 'screen', 'screen-sound'] as const).map(
    (place) => there.connection.receivedTrack(place)?.kind,
  );
  expect(kinds).toEqual(['audio', 'video', 'video', 'audio']);
});

test('a description that is none rejects, and the connection can still be made', async () => {
  const { clock, connect } = setUp();
  const [here, there] = [connect('Ana'), connect('Ben')];
  await expect(there.connection.answer('garbage')).rejects.toThrow();
  const offer = await here.connection.offer();
  await expect(here.connection.accept('garbage')).rejects.toThrow();
  await here.connection.accept(await there.connection.answer(offer));
  await clock.advance(200);
  expect(here.connection.isOpen()).toBe(true);
});

test('a slow peer’s messages are dropped above four megabytes that wait', async () => {
  const { clock, network, connect } = setUp();
  const [here, there] = [connect('Ana'), connect('Ben')];
  await describeEachOther(here.connection, there.connection);
  await clock.advance(200);
  network.cut('Ana', 'Ben');
  const megabyte = 'x'.repeat(1024 * 1024);
  const taken = Array.from({ length: 8 }, () => here.connection.send(megabyte));
  expect(taken).toEqual([true, true, true, true, true, false, false, false]);
  network.restore('Ana', 'Ben');
  await clock.advance(500);
  expect(here.connection.send('again')).toBe(true);
});

test('closing ends it for both', async () => {
  const { clock, network, connect } = setUp();
  const [here, there] = [connect('Ana'), connect('Ben')];
  await describeEachOther(here.connection, there.connection);
  await clock.advance(200);
  here.connection[Symbol.dispose]();
  await clock.advance(60_000);
  expect(there.states.at(-1)).toBe('failed');
  expect(here.connection.send('x')).toBe(false);
  there.connection[Symbol.dispose]();
  expect([network.openCount(), clock.pending()]).toEqual([0, 0]);
});

test('the first pictures are small, and full-sized from the moment that says so', async () => {
  const { clock, network } = setUp();
  const port = network.port('Ana');
  let pc: RTCPeerConnection | undefined;
  const connection = createTestConnection({ ...port, create: (configuration) => (pc = port.create(configuration)) });
  const scale = () => pc?.getTransceivers()[1]?.sender.getParameters().encodings[0]?.scaleResolutionDownBy;
  await connection.offer();
  await connection.limitCamera(planCameraLimits(1));
  expect(scale()).toBe(4);
  await connection.sendFullSize();
  await clock.advance(1);
  expect(scale()).toBe(1);
});

test('held, pictures stay off whatever is changed, sound goes on, and no line is lent; then all is as before', async () => {
  const { network } = setUp();
  const port = network.port('Ana');
  let pc: RTCPeerConnection | undefined;
  const connection = createTestConnection({ ...port, create: (configuration) => (pc = port.create(configuration)) });
  const active = () => pc?.getTransceivers().map(({ sender }) => sender.getParameters().encodings[0]?.active ?? true);
  const borrower = { changed: () => {}, correct: (sample: StatsSample) => sample, hold: () => {} };
  await connection.offer();
  await connection.holdPictures();
  await connection.limitCamera(planCameraLimits(1));
  await connection.sendScreen(true);
  expect(active()).toEqual([true, false, false, true]);
  expect(connection.planOf('screen').encoding.active).toBe(true);
  expect(connection.lend('camera', borrower)).toBeUndefined();
  await connection.resumePictures();
  expect(active()).toEqual([true, true, true, true]);
  expect(connection.lend('camera', borrower)).toBeDefined();
});

test('a line whose sender still forgets what it has sent is lent only once it sends its own track again', async () => {
  const { network } = setUp();
  const port = network.port('Ana');
  let pc: RTCPeerConnection | undefined;
  const camera = createFakeTrack('camera');
  const tracks = { ...noTracks, camera };
  const connection = createTestConnection(
    { ...port, create: (configuration) => (pc = port.create(configuration)) },
    tracks,
  );
  const borrower = { changed: () => {}, correct: (sample: StatsSample) => sample, hold: () => {} };
  await connection.offer();
  const sender = pc!.getTransceivers()[1]!.sender;
  const replaceTrack = sender.replaceTrack.bind(sender);
  let goOn = (): void => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  let isForgetting = false;
  sender.replaceTrack = async (track) => {
    isForgetting = true;
    await gate;
    await replaceTrack(track);
  };
  const held = connection.holdPictures();
  await expect.poll(() => isForgetting).toBe(true);
  const resumed = connection.resumePictures();
  expect(connection.lend('camera', borrower)).toBeUndefined();
  goOn();
  await Promise.all([held, resumed]);
  expect(sender.track).toBe(camera);
  expect(connection.lend('camera', borrower)).toBe(sender);
});

test('whoever has borrowed a line hears that pictures are held; given back meanwhile, it stays off', async () => {
  const { network } = setUp();
  const port = network.port('Ana');
  let pc: RTCPeerConnection | undefined;
  const connection = createTestConnection({ ...port, create: (configuration) => (pc = port.create(configuration)) });
  const heard: boolean[] = [];
  await connection.offer();
  connection.lend('camera', { changed: () => {}, correct: (sample) => sample, hold: (isHeld) => heard.push(isHeld) });
  await connection.holdPictures();
  await connection.giveBack('camera');
  expect(pc?.getTransceivers()[1]?.sender.getParameters().encodings[0]?.active).toBe(false);
  connection.lend('camera', { changed: () => {}, correct: (sample) => sample, hold: (isHeld) => heard.push(isHeld) });
  await connection.resumePictures();
  expect(heard).toEqual([true]);
  expect(pc?.getTransceivers()[1]?.sender.getParameters().encodings[0]?.active).toBe(true);
});

test('a blocked pair is connected through TURN, by the next ICE session after it is allowed, on one side', async () => {
  const clock = createFakeClock();
  const network = createFakeNetwork(clock);
  network.block('Ana', 'Ben');
  const plan = planIce({ stunServers: [stunServer], turnServers: [turnServer], isRelayOnly: false });
  const [here, there] = [
    createTestConnection(network.port('Ana'), noTracks, () => plan),
    createTestConnection(network.port('Ben')),
  ];
  const states: string[] = [];
  const told: string[] = [];
  here.onTransport.on((state) => states.push(state));
  here.onCandidate.on(({ candidate }) => told.push(/typ (\w+)/.exec(candidate)?.[1] ?? ''));
  await describeEachOther(here, there);
  await clock.advance(2_000);
  expect([states, told]).toEqual([['connecting'], ['host', 'srflx']]);
  expect(here.allowRelays()).toBe(true);
  await here.accept(await there.answer(await here.offer(true)));
  await clock.advance(200);
  expect(states).toEqual(['connecting', 'connected']);
  expect(told.slice(2)).toEqual(['host', 'srflx', 'relay']);
});

test('relay only: no address of ours is in anything that a connection gives out', async () => {
  const clock = createFakeClock();
  const network = createFakeNetwork(clock);
  const plan = planIce({ stunServers: [stunServer], turnServers: [turnServer], isRelayOnly: true });
  const ends = ['Ana', 'Ben'].map((name) => createTestConnection(network.port(name), noTracks, () => plan));
  const [here, there] = ends as [Connection, Connection];
  const given: string[] = [];
  const states: string[] = [];
  for (const end of ends) end.onCandidate.on(({ candidate }) => given.push(candidate));
  here.onTransport.on((state) => states.push(state));
  for (const restart of [false, true]) {
    const offer = await here.offer(restart);
    await clock.advance(10);
    given.push(offer, here.descriptions().local);
    const answer = await there.answer(offer);
    await here.accept(answer);
    await clock.advance(200);
    given.push(answer, there.descriptions().local);
  }
  expect(states).toContain('connected');
  const text = given.join('\n');
  expect(text.match(/typ relay raddr 0\.0\.0\.0 rport 9/g)?.length).toBeGreaterThan(4);
  expect(text).not.toMatch(/typ (?:host|srflx|prflx)|192\.0\.2\.|198\.51\.100\./);
});

test('an address from outside is known as soon as a server has told one; where there is none to ask, nothing is missing', async () => {
  const { clock, network, connect } = setUp();
  const alone = connect('Ana').connection;
  await alone.offer();
  expect(alone.knowsOutside()).toBe(true);
  const plan = planIce({ stunServers: [stunServer], turnServers: [], isRelayOnly: false });
  const asking = createTestConnection(network.port('Ben'), noTracks, () => plan);
  await asking.offer();
  expect(asking.knowsOutside()).toBe(false);
  await clock.advance(1_000);
  expect(asking.knowsOutside()).toBe(true);
});
