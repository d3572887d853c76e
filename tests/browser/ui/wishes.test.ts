// What a person shows decides what the other sends: real calls on real connections in one page, and real elements.

import { afterEach, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { Call, Participant } from '#engine/call/api.ts';
import { createCall } from '#engine/call/call.ts';
import { openIdentity } from '#engine/security/identity.ts';
import { features } from '#features/registry.ts';
import type { StagePlan } from '#screens/stage/plan-stage.ts';
import { watchShown } from '#screens/stage/watch-shown.ts';
import { createClock } from '#shell/platform/clock.ts';
import { createForward } from '#shell/platform/forward.ts';
import { createMedia } from '#shell/platform/media.ts';
import { createNet } from '#shell/platform/net.ts';
import { createRtc } from '#shell/platform/rtc.ts';
import { signal } from '@preact/signals';
import type { FakeClock } from '../../fakes/clock.ts';
import { createFakeMeeting } from '../../fakes/meeting.ts';
import { createFakeStore } from '../../fakes/store.ts';

let scope: Scope;
afterEach(() => scope[Symbol.dispose]());

const clock = createClock();
const patience = { timeout: 20_000, interval: 50 } as const;

/** One of two in a call, with all their connections. */
const come = async (name: string, meeting: ReturnType<typeof createFakeMeeting>) => {
  const identity = await openIdentity(createFakeStore(), name);
  const connections: RTCPeerConnection[] = [];
  const rtc: RtcPort = {
    ...createRtc(),
    create: (configuration) => {
      const pc = createRtc().create(configuration);
      connections.push(pc);
      return pc;
    },
  };
  const call = createCall({
    identity,
    instance: `page-${name}`,
    room: new Uint8Array(32).fill(7),
    rendezvous: meeting.rendezvous(identity.person, `page-${name}`),
    rtc,
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
  return { call, connections };
};

interface Flow {
  readonly isOn: boolean;
  readonly frames: number;
}

const cameraMid = '1';

/** What goes out on the camera's line of the one connection that is in use. */
const flowOf = async (connections: readonly RTCPeerConnection[]): Promise<Flow | undefined> => {
  const used = connections.find(({ connectionState }) => connectionState === 'connected');
  if (!used) return undefined;
  const all = [...((await used.getStats()) as unknown as Map<string, Record<string, unknown>>).values()];
  const line = all.find(({ type, mid }) => type === 'outbound-rtp' && mid === cameraMid);
  return line && { isOn: line['active'] === true, frames: Number(line['framesSent']) };
};

/** A stage of one tile in a page that scrolls. */
const createStage = () => {
  const root = document.createElement('div');
  root.style.cssText = 'position:fixed;inset:0;overflow:auto';
  const video = document.createElement('video');
  Object.assign(video, { muted: true, autoplay: true, playsInline: true });
  video.style.cssText = 'display:block;object-fit:cover';
  const space = document.createElement('div');
  space.style.blockSize = '4000px';
  root.append(video, space);
  document.body.append(root);
  scope.add(() => root.remove());
  return {
    root,
    video,
    resize: (width: number, height: number): void => {
      Object.assign(video.style, { inlineSize: `${width}px`, blockSize: `${height}px` });
    },
  };
};

const begin = async () => {
  scope = createScope();
  const meeting = createFakeMeeting(clock as FakeClock);
  const [ana, ben] = [await come('Ana', meeting), await come('Ben', meeting)];
  await ana.call.media.setCamera(true);
  for (const { call } of [ana, ben]) call.join();
  const stage = createStage();
  stage.resize(1280, 720);
  const personOf = (call: Call): Participant | undefined => call.people.value[0];
  await expect.poll(() => personOf(ben.call)?.isCameraOn.value, patience).toBe(true);
  stage.video.srcObject = personOf(ben.call)?.stream.value ?? null;
  const plan: StagePlan = { tiles: [], large: [], own: 'among' };
  scope.add(watchShown(stage.root, ben.call, { plan: signal(plan) }));
  let framesBefore = -1;
  return {
    ...stage,
    /** It is off, and nothing has gone out since it was looked at last. */
    isSilent: async (): Promise<boolean> => {
      const flow = await flowOf(ana.connections);
      const isStill = flow?.frames === framesBefore;
      framesBefore = flow?.frames ?? -1;
      return flow?.isOn === false && isStill;
    },
    /** Pictures come that are newer than the last that was looked at. */
    isFlowing: async (): Promise<boolean> => {
      const flow = await flowOf(ana.connections);
      return flow?.isOn === true && flow.frames > framesBefore;
    },
  };
};

test('a picture that is scrolled away, not drawn, taken away or in a hidden page is not sent, and comes back', async () => {
  const { root, video, isSilent, isFlowing } = await begin();
  const isHiddenAndBack = async (what: string, hide: () => void, show: () => void): Promise<void> => {
    await expect.poll(isFlowing, { ...patience, message: `${what}: flows` }).toBe(true);
    hide();
    await expect.poll(isSilent, { ...patience, message: `${what}: hidden` }).toBe(true);
    show();
    await expect.poll(isFlowing, { ...patience, message: `${what}: back` }).toBe(true);
  };
  const hidePage = (isHidden: boolean): void => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  scope.add(() => Reflect.deleteProperty(document, 'hidden'));
  await isHiddenAndBack(
    'scrolled',
    () => root.scrollTo(0, 3_000),
    () => root.scrollTo(0, 0),
  );
  await isHiddenAndBack(
    'not drawn',
    () => (video.style.display = 'none'),
    () => (video.style.display = 'block'),
  );
  await isHiddenAndBack(
    'hidden page',
    () => hidePage(true),
    () => hidePage(false),
  );
  await isHiddenAndBack(
    'taken away',
    () => video.remove(),
    () => {
      root.prepend(video);
      void video.play();
    },
  );
});

test('a tile that becomes small gets a small picture, and a larger one when it grows', async () => {
  const { video, resize } = await begin();
  // The first second is small in any case.
  await expect.poll(() => video.videoHeight, patience).toBeGreaterThan(180);
  resize(160, 90);
  await expect.poll(() => [video.videoWidth, video.videoHeight], patience).toEqual([320, 180]);
  resize(640, 360);
  await expect.poll(() => video.videoHeight, patience).toBeGreaterThan(180);
  expect(video.videoHeight).toBeLessThanOrEqual(360);
});
