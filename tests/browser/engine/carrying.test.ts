// A friend carries a pair without a path: whole calls on real connections in one page, with a firewall between two of them.

import { afterEach, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { Call } from '#engine/call/api.ts';
import { createCall } from '#engine/call/call.ts';
import { openIdentity } from '#engine/security/identity.ts';
import { chat, features } from '#features/registry.ts';
import { createClock } from '#shell/platform/clock.ts';
import { createForward } from '#shell/platform/forward.ts';
import { createMedia } from '#shell/platform/media.ts';
import { createNet } from '#shell/platform/net.ts';
import { createRtc } from '#shell/platform/rtc.ts';
import { signal } from '@preact/signals-core';
import type { FakeClock } from '../../fakes/clock.ts';
import { createFakeMeeting } from '../../fakes/meeting.ts';
import { createFakeStore } from '../../fakes/store.ts';

let scope: Scope;
afterEach(() => scope[Symbol.dispose]());

const ufragOf = (sdp = ''): string => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? '';

/** Two who are blocked get no address of each other, whatever way it comes. */
const createFirewall = () => {
  const owners = new Map<string, string>();
  const blocked = new Set<string>();
  const keyOf = (a: string, b: string): string => [a, b].sort().join(' ');
  const port = (owner: string): RtcPort => ({
    ...createRtc(),
    create: (configuration) => {
      const pc = createRtc().create(configuration);
      const [setLocal, setRemote, addCandidate] = [
        pc.setLocalDescription.bind(pc),
        pc.setRemoteDescription.bind(pc),
        pc.addIceCandidate.bind(pc),
      ];
      let isBlocked = false;
      pc.setLocalDescription = async (description?: RTCLocalSessionDescriptionInit) => {
        await setLocal(description);
        owners.set(ufragOf(pc.localDescription?.sdp), owner);
      };
      pc.setRemoteDescription = async ({ type, sdp = '' }) => {
        isBlocked = blocked.has(keyOf(owner, owners.get(ufragOf(sdp)) ?? ''));
        await setRemote({ type, sdp: isBlocked ? sdp.replace(/^a=candidate:.*\r\n/gm, '') : sdp });
      };
      pc.addIceCandidate = async (candidate) => {
        if (!isBlocked) await addCandidate(candidate);
      };
      return pc;
    },
  });
  return {
    port,
    block: (a: string, b: string) => void blocked.add(keyOf(a, b)),
    lift: () => blocked.clear(),
  };
};

const clock = createClock();

const come = async (names: readonly string[], blocked: readonly [string, string]) => {
  scope = createScope();
  const firewall = createFirewall();
  firewall.block(...blocked);
  const meeting = createFakeMeeting(clock as FakeClock);
  const calls: Call[] = [];
  for (const name of names) {
    const identity = await openIdentity(createFakeStore(), name);
    const instance = `page-${name}`;
    const call = createCall({
      identity,
      instance,
      room: new Uint8Array(32).fill(7),
      rendezvous: meeting.rendezvous(identity.person, instance),
      rtc: firewall.port(name),
      forward: createForward(),
      media: scope.use(createMedia()),
      clock,
      store: createFakeStore(),
      net: scope.use(createNet()),
      log: createLog(clock.nowMs),
      ice: signal({ stunServers: [], turnServers: [], isRelayOnly: false }),
      app: 'test',
      features,
      isInAnotherWindow: signal(false),
    });
    scope.use(call);
    call.setName(name);
    await Promise.all([call.media.setMicrophone(true), call.media.setCamera(true)]);
    calls.push(call);
  }
  for (const call of calls) call.join();
  return { firewall, calls: calls as [Call, Call, Call, Call] };
};

const personOf = (call: Call, other: Call) => call.people.value.find(({ id }) => id === other.selfId);
const through = (call: Call, other: Call): string => {
  const person = personOf(call, other);
  if (person?.connection.value.is !== 'connected') return 'nothing';
  return call.people.value.find(({ id }) => id === person.carrier.value)?.name.value ?? 'themselves';
};

interface Watch {
  /** When each picture came. */
  readonly atMs: number[];
  width(): number;
}

/** Plays what `call` gets of `other`, whatever stream that is at the moment. */
const watch = (call: Call, other: Call): Watch => {
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const atMs: number[] = [];
  const next = (): void => {
    atMs.push(performance.now());
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  const follow = setInterval(() => {
    const stream = personOf(call, other)?.stream.value ?? null;
    if (video.srcObject === stream) return;
    video.srcObject = stream;
    void video.play().catch(() => {});
  }, 20);
  scope.add(() => {
    clearInterval(follow);
    video.remove();
  });
  return { atMs, width: () => video.videoWidth };
};

const largestGap = (times: readonly number[]): number =>
  Math.max(0, ...times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs)));

/** A busy machine may take its time: how long it took is printed, and is no test. */
const patience = { timeout: 90_000, interval: 50 };
const since = (startMs: number): string => `${Math.round(performance.now() - startMs)} ms`;
const tell = (text: string): void => console.log(text);

const newPictures = async (watches: readonly Watch[], count: number): Promise<void> => {
  const before = watches.map(({ atMs }) => atMs.length);
  await expect
    .poll(() => watches.every(({ atMs }, index) => atMs.length - (before[index] ?? 0) >= count), patience)
    .toBe(true);
};

/** On two cores it takes minutes (seen: carried after 5.7 s, straight 21 s after the block, gaps of some seconds). */
const isSlow = navigator.hardwareConcurrency < 4;

test.skipIf(isSlow)(
  'picture, sound and chat go through the third; when the block is lifted, straight (needs four cores: four people encode in one page)',
  { timeout: 400_000 },
  async () => {
    const { firewall, calls } = await come(['Ana', 'Ben', 'Cem'], ['Ana', 'Ben']);
    const [ana, ben, cem] = calls;
    const both = (): readonly string[] => [through(ana, ben), through(ben, ana)];
    const startMs = performance.now();
    await expect.poll(both, patience).toEqual(['Cem', 'Cem']);
    tell(`carried after ${since(startMs)}`);
    const seen = [watch(ana, ben), watch(ben, ana)] as const;
    await newPictures(seen, 20);
    tell(`20 pictures after ${since(startMs)}, ${seen.map(({ width }) => width()).join(' and ')} wide`);
    // The picture of the camera, and not the small still one that bears it.
    for (const { width } of seen) expect(width()).toBeGreaterThan(100);
    expect(cem.carrying.value).toHaveLength(1);
    // The fake microphone beeps once a second.
    for (const [call, other] of [
      [ana, ben],
      [ben, ana],
    ] as const)
      await expect
        .poll(() => personOf(call, other)?.level.value ?? 0, { ...patience, interval: 20 })
        .toBeGreaterThan(0);
    ana.feature(chat)?.setDraft('through you');
    ana.feature(chat)?.send();
    await expect
      .poll(() => ben.feature(chat)?.messages.value.map(({ text }) => text), patience)
      .toEqual(['through you']);
    const countMs = performance.now();
    await newPictures(seen, 60);
    tell(
      `60 more in ${since(countMs)}, largest gap ${seen.map(({ atMs }) => Math.round(largestGap(atMs.slice(-60)))).join(', ')} ms`,
    );

    const before = seen.map(({ atMs }) => atMs.length);
    const liftMs = performance.now();
    firewall.lift();
    await expect.poll(both, patience).toEqual(['themselves', 'themselves']);
    tell(`direct ${since(liftMs)} after the block was lifted`);
    await expect.poll(() => cem.carrying.value, patience).toEqual([]);
    await newPictures(seen, 20);
    const gaps = seen.map(({ atMs }, index) => Math.round(largestGap(atMs.slice((before[index] ?? 1) - 1))));
    tell(`largest gap on the way back: ${gaps.join(', ')} ms`);
    expect(both()).toEqual(['themselves', 'themselves']);
  },
);

test.skipIf(isSlow)(
  'the carrier leaves: another one carries (needs four cores: four people encode in one page)',
  { timeout: 400_000 },
  async () => {
    const { calls } = await come(['Ana', 'Ben', 'Cem', 'Dia'], ['Ana', 'Ben']);
    const [ana, ben, cem, dia] = calls;
    const isThroughOne = (): boolean =>
      ['Cem', 'Dia'].includes(through(ana, ben)) && through(ana, ben) === through(ben, ana);
    await expect.poll(isThroughOne, patience).toBe(true);
    const [first, second] = through(ana, ben) === 'Cem' ? [cem, 'Dia'] : [dia, 'Cem'];
    const seen = watch(ana, ben);
    await newPictures([seen], 10);
    const leftMs = performance.now();
    first.leave();
    await expect.poll(() => [through(ana, ben), through(ben, ana)], patience).toEqual([second, second]);
    tell(`the next one carries after ${since(leftMs)}`);
    await newPictures([seen], 10);
    tell(`largest gap ${Math.round(largestGap(seen.atMs))} ms`);
  },
);
