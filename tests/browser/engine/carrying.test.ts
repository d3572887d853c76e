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

const seconds = (timeout: number) => ({ timeout: timeout * 1000, interval: 100 });

test(
  'picture, sound and chat go through the third; when the block is lifted, straight',
  { timeout: 120_000 },
  async () => {
    const { firewall, calls } = await come(['Ana', 'Ben', 'Cem'], ['Ana', 'Ben']);
    const [ana, ben, cem] = calls;
    const startMs = performance.now();
    await expect.poll(() => [through(ana, ben), through(ben, ana)], seconds(12)).toEqual(['Cem', 'Cem']);
    const seen = [watch(ana, ben), watch(ben, ana)] as const;
    await expect.poll(() => seen.every(({ atMs }) => atMs.length > 5), seconds(6)).toBe(true);
    console.log(
      `carried: picture after ${Math.round(performance.now() - startMs)} ms, ${seen.map((one) => one.width()).join(', ')} wide`,
    );
    // The picture of the camera, and not the small still one that bears it.
    for (const { width } of seen) expect(width()).toBeGreaterThan(100);
    expect(cem.carrying.value).toHaveLength(1);
    // The fake microphone beeps once a second.
    await expect.poll(() => personOf(ana, ben)?.level.value ?? 0, { timeout: 10_000, interval: 20 }).toBeGreaterThan(0);
    await expect.poll(() => personOf(ben, ana)?.level.value ?? 0, { timeout: 10_000, interval: 20 }).toBeGreaterThan(0);
    ana.feature(chat)?.setDraft('through you');
    ana.feature(chat)?.send();
    await expect
      .poll(() => ben.feature(chat)?.messages.value.map(({ text }) => text), seconds(3))
      .toEqual(['through you']);

    const frames = seen.map(({ atMs }) => atMs.length);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const rates = seen.map(({ atMs }, index) => (atMs.length - (frames[index] ?? 0)) / 5);
    console.log(
      `carried: ${rates.join(', ')} pictures a second, largest gap ${seen.map(({ atMs }) => Math.round(largestGap(atMs.slice(-40)))).join(', ')} ms`,
    );
    for (const rate of rates) expect(rate).toBeGreaterThan(8);

    const before = seen.map(({ atMs }) => atMs.length);
    const liftMs = performance.now();
    firewall.lift();
    await expect.poll(() => [through(ana, ben), through(ben, ana)], seconds(45)).toEqual(['themselves', 'themselves']);
    console.log(`direct ${Math.round(performance.now() - liftMs)} ms after the block was lifted`);
    await expect.poll(() => cem.carrying.value, seconds(10)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const gaps = seen.map(({ atMs }, index) => largestGap(atMs.slice((before[index] ?? 1) - 1)));
    console.log(`largest gap on the way back: ${gaps.map(Math.round).join(', ')} ms`);
    for (const gap of gaps) expect(gap).toBeLessThan(2_000);
  },
);

test('the carrier leaves: another one carries', { timeout: 90_000 }, async () => {
  const { calls } = await come(['Ana', 'Ben', 'Cem', 'Dia'], ['Ana', 'Ben']);
  const [ana, ben, cem, dia] = calls;
  const isThroughOne = (): boolean =>
    ['Cem', 'Dia'].includes(through(ana, ben)) && through(ana, ben) === through(ben, ana);
  await expect.poll(isThroughOne, seconds(15)).toBe(true);
  const [first, second] = through(ana, ben) === 'Cem' ? [cem, 'Dia'] : [dia, 'Cem'];
  const seen = watch(ana, ben);
  await expect.poll(() => seen.atMs.length, seconds(6)).toBeGreaterThan(5);
  const leftMs = performance.now();
  first.leave();
  await expect.poll(() => [through(ana, ben), through(ben, ana)], seconds(6)).toEqual([second, second]);
  const count = seen.atMs.length;
  await expect.poll(() => seen.atMs.length - count, seconds(6)).toBeGreaterThan(5);
  console.log(
    `next carrier: picture after ${Math.round(performance.now() - leftMs)} ms, gap ${Math.round(largestGap(seen.atMs))} ms`,
  );
  expect(personOf(ana, ben)?.connection.value.is).toBe('connected');
});
