// A call with one among us whose app does whatever it likes. The call goes on; what is shown of it stays little.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeEnvelope } from '#core/wire/envelope.ts';
import { chatTexts, connectedNames, createWorld, write, type Inhabitant } from '../../../fakes/world.ts';
import { fakeId } from '../../../fixtures/fake-call.ts';
import { createStranger, type StrangerOptions } from './stranger.ts';

const setUp = async (options: StrangerOptions = {}) => {
  const world = createWorld(1);
  const [ana, ben] = [await world.person('Ana'), await world.person('Ben')];
  for (const { call } of [ana, ben]) call.join();
  await world.clock.advance(3_000);
  const stranger = await createStranger(world, options);
  await world.clock.advance(3_000);
  return { world, ana, ben, stranger };
};

type Scene = Awaited<ReturnType<typeof setUp>>;

/** Ana and Ben still talk, nothing broke, and what they were told of it is little. */
const expectToGoOn = async ({ world, ana, ben }: Scene): Promise<void> => {
  write(ana, 'still here?');
  await world.clock.advance(5_000);
  expect(connectedNames(ana)).toContain('Ben');
  expect(chatTexts(ben).at(-1)).toBe('still here?');
  for (const { call } of [ana, ben]) {
    expect(call.log.entries().filter(({ level }) => level === 'error')).toEqual([]);
    expect(call.notices.value.length).toBeLessThanOrEqual(8);
  }
};

const problems = ({ call }: Inhabitant): string[] =>
  call.notices.value.flatMap((notice) => (notice.is === 'problem' ? [notice.error.code] : []));
const tileOf = ({ call }: Inhabitant, { person }: Scene['stranger']) =>
  call.people.value.find(({ id }) => id === person);
const failureOf = (inhabitant: Inhabitant, stranger: Scene['stranger']): string | undefined => {
  const connection = tileOf(inhabitant, stranger)?.connection.value;
  return connection?.is === 'failed' ? connection.error.code : connection?.is;
};

describe('somebody who said a proper hello', () => {
  test('is in the call like anybody', async () => {
    const scene = await setUp();
    expect(connectedNames(scene.ana)).toEqual(['Ben', 'Mal']);
    await expectToGoOn(scene);
  });

  test('knows sixty people who do not exist: few connections are tried, nobody is shown, and whoever comes is let in', async () => {
    const scene = await setUp();
    const { world, ana, ben, stranger } = scene;
    const before = world.network.openCount();
    const reaches = Array.from({ length: 60 }, (_, index) => [fakeId(100 + index), 'page-nobody']);
    for (let second = 0; second < 60; second += 1) {
      stranger.tell('call', 'state', { name: 'Mal', microphone: false, camera: false, inCallMs: 1, sees: [], reaches });
      await world.clock.advance(1_000);
    }
    // Twelve for each of the two.
    expect(world.network.openCount() - before).toBeLessThanOrEqual(24);
    expect(ana.call.people.value).toHaveLength(2);
    const cem = await world.person('Cem');
    cem.call.join();
    await world.clock.advance(5_000);
    expect(connectedNames(cem)).toEqual(['Ana', 'Ben', 'Mal']);
    expect(connectedNames(ben)).toEqual(['Ana', 'Cem', 'Mal']);
    await expectToGoOn(scene);
  });

  test('sends garbage: it is dropped, and told once', async () => {
    const scene = await setUp();
    for (let count = 0; count < 100; count += 1) scene.stranger.say(`garbage ${count}`);
    await scene.world.clock.advance(500);
    expect(problems(scene.ana)).toEqual(['wire/malformed']);
    await expectToGoOn(scene);
  });

  test('sends 10 MB: it is dropped unread, and told once', async () => {
    const scene = await setUp();
    for (let count = 0; count < 5; count += 1) scene.stranger.say('x'.repeat(10 * 1024 * 1024));
    await scene.world.clock.advance(500);
    expect(problems(scene.ana)).toEqual(['wire/too-large']);
    await expectToGoOn(scene);
  });

  test('sends 1,000 messages a second: few pass, and it is told once', async () => {
    const scene = await setUp();
    for (let second = 0; second < 5; second += 1) {
      for (let count = 0; count < 1_000; count += 1) {
        scene.stranger.tell('chat', 'message', { id: crypto.randomUUID(), text: 'flood', sentAtMs: 1 });
      }
      await scene.world.clock.advance(1_000);
    }
    const passed = chatTexts(scene.ana).filter((text) => text === 'flood').length;
    expect(passed).toBeGreaterThan(100);
    expect(passed).toBeLessThan(250);
    expect(problems(scene.ana)).toEqual(['wire/too-many']);
    await expectToGoOn(scene);
  });

  test('says hello a hundred times: arrives once', async () => {
    const scene = await setUp();
    const [hello = ''] = scene.stranger.heard;
    for (let count = 0; count < 100; count += 1) scene.stranger.say(hello);
    await scene.world.clock.advance(1_000);
    expect(scene.ana.call.notices.value.filter(({ is }) => is === 'arrived')).toHaveLength(2);
    await expectToGoOn(scene);
  });

  test('sends whatever fits the envelope: nothing throws', async () => {
    const scene = await setUp();
    const message = fc.record({
      feature: fc.constantFrom('call', 'chat', 'constructor', 'x'),
      type: fc.constantFrom(
        'state',
        'signal',
        'late',
        'late-please',
        'late-digest',
        'message',
        'constructor',
        'unknown',
      ),
      version: fc.nat(),
      id: fc.nat(),
      body: fc.oneof(
        fc.jsonValue(),
        fc.record({ feature: fc.constant('chat'), part: fc.nat(3), parts: fc.nat(3), text: fc.json() }),
        fc.record({
          text: fc.string(),
          digests: fc.dictionary(fc.string(), fc.string()),
          features: fc.array(fc.string()),
        }),
      ),
    });
    for (const each of fc.sample(message, { numRuns: 300, seed: 7 })) {
      scene.stranger.say(encodeEnvelope(each));
      await scene.world.clock.advance(50);
    }
    await expectToGoOn(scene);
  });

  test('lies about what was said: what does not fit is left out', async () => {
    const scene = await setUp();
    const told = [
      { id: 'nonsense', text: 7 },
      { id: '0b9c1e5e-7d0f-4c47-9a53-6a1d1a3f2b10', text: '\u0007', sentAtMs: 1e300, from: 'x', name: {} },
    ];
    scene.stranger.tell('call', 'late', { feature: 'chat', part: 0, parts: 1, text: JSON.stringify(told) });
    await scene.world.clock.advance(500);
    expect(chatTexts(scene.ana)).toEqual([]);
    await expectToGoOn(scene);
  });
});

describe('somebody whose hello is not right', () => {
  test.each<[what: string, options: StrangerOptions, code: string]>([
    ['speaks later versions only', { twist: (hello) => ({ ...hello, protocol: [2, 3] }) }, 'wire/old-app'],
    ['speaks earlier versions only', { twist: (hello) => ({ ...hello, protocol: [0, 0] }) }, 'wire/old-app'],
    ['is in another room', { room: new Uint8Array(32) }, 'security/wrong-identity'],
    [
      'has another’s key',
      { twist: (hello) => ({ ...hello, identity: `${'A'.repeat(43)}=` }) },
      'security/wrong-identity',
    ],
    ['sits in another seat', { twist: (hello) => ({ ...hello, seat: 'other' }) }, 'security/wrong-identity'],
    ['signed nothing', { twist: (hello) => ({ ...hello, signature: '' }) }, 'security/wrong-identity'],
  ])('%s: is shown as such, is told once, and hears nothing', async (_, options, code) => {
    const scene = await setUp(options);
    expect(failureOf(scene.ana, scene.stranger)).toBe(code);
    expect(problems(scene.ana)).toEqual([code]);
    expect(tileOf(scene.ana, scene.stranger)?.stream.value).toBeNull();
    write(scene.ana, 'not for strangers');
    await scene.world.clock.advance(60_000);
    expect(scene.stranger.heard.join()).not.toContain('not for strangers');
    await expectToGoOn(scene);
  });

  test('sends an envelope of a later version: both need to reload, and that is said', async () => {
    const scene = await setUp({ saysHello: false, before: (wired) => wired.send('[2,"call","hello",2,1,{}]') });
    expect(problems(scene.ana)).toEqual(['wire/old-app']);
    expect(failureOf(scene.ana, scene.stranger)).toBe('wire/old-app');
    await expectToGoOn(scene);
  });

  test('talks before the hello: nothing of it counts', async () => {
    const early = (type: string, body: unknown, feature = 'call'): string =>
      encodeEnvelope({ feature, type, version: 1, id: 1, body });
    const scene = await setUp({
      saysHello: false,
      before: (wired) => {
        wired.send(early('message', { id: crypto.randomUUID(), text: 'early', sentAtMs: 1 }, 'chat'));
        wired.send(early('state', { name: 'Impostor', microphone: true, camera: true, inCallMs: 1, sees: [] }));
        wired.send(early('late-please', { features: ['chat'] }));
        wired.send(early('bye', {}));
      },
    });
    expect(chatTexts(scene.ana)).toEqual([]);
    expect(tileOf(scene.ana, scene.stranger)?.name.value ?? '').toBe('');
    expect(failureOf(scene.ana, scene.stranger)).toBe('greeting');
    expect(scene.stranger.heard.every((text) => text.includes('"hello"'))).toBe(true);
    await expectToGoOn(scene);
  });

  test('replays a hello that was made for another connection: is refused', async () => {
    const world = createWorld(1);
    const ana = await world.person('Ana');
    ana.call.join();
    await world.clock.advance(1_000);
    let kept: Record<string, unknown> = {};
    const recorder = await createStranger(world, { twist: (hello) => (kept = hello) });
    await world.clock.advance(3_000);
    expect(connectedNames(ana)).toEqual(['Mal']);
    recorder.tell('call', 'bye', {});
    await world.clock.advance(500);
    recorder.end();
    const replayer = await createStranger(world, { twist: () => kept });
    await world.clock.advance(3_000);
    expect(replayer.person).toBe(recorder.person);
    expect(failureOf(ana, replayer)).toBe('security/wrong-identity');
  });
});

describe('somebody who says to reach and to carry everybody', () => {
  const state = { name: 'Mal', microphone: false, camera: false, inCallMs: 1, sees: [] };

  test('of sixty people who do not exist: a few legs are tried, and nobody is shown', async () => {
    const scene = await setUp();
    const { world, ana, stranger } = scene;
    const before = world.network.openCount();
    const reaches = Array.from({ length: 60 }, (_, index) => [fakeId(100 + index), 'page-nobody']);
    stranger.tell('call', 'state', { ...state, reaches, carries: { streams: 1_000_000 } });
    let most = 0;
    // Longer, and the stranger, who never accepts our hello, calls anew by itself.
    for (let second = 0; second < 14; second += 1) {
      await world.clock.advance(1_000);
      most = Math.max(most, world.network.openCount() - before);
    }
    // Twelve introductions and six legs for each of the two.
    expect(most).toBeLessThanOrEqual(36);
    expect(ana.call.people.value).toHaveLength(2);
    const asked = stranger.heard.filter((text) => text.includes('"carry-please"')).length;
    // Six each, once.
    expect(asked).toBe(12);
    await expectToGoOn(scene);
  });

  test('and asks to be carried in a loop, with rubbish: a leg or two, and nobody is carried', async () => {
    const scene = await setUp();
    const { world, ana, ben, stranger } = scene;
    const before = world.network.openCount();
    for (let count = 0; count < 100; count += 1) {
      const leg = `leg-${count}`;
      stranger.tell('call', 'carry-please', { leg, with: [ben.call.selfId, ben.instance], sdp: 'v=0' });
      stranger.tell('call', 'carry-please', { leg, with: ['x'], sdp: 7 });
      stranger.tell('call', 'carry-asked', { with: [fakeId(500 + count), 'page-nobody'] });
      stranger.tell('call', 'carry-answer', { leg, sdp: 'v=0' });
      stranger.tell('call', 'carry-candidates', { leg, candidates: [] });
      stranger.tell('call', 'carry-end', { leg, why: 'because' });
      stranger.tell('call', 'carry-nonsense', null);
      await world.clock.advance(200);
    }
    expect(world.network.openCount() - before).toBeLessThanOrEqual(4);
    expect(ana.call.carrying.value).toEqual([]);
    await expectToGoOn(scene);
  });
});
