// A call in the laboratory: everybody in a home of their own, watched.

import { wishAlways, type FixedWish } from '../bench/wishes.ts';
import type { BrowserKind } from '../e2e/harness/browser-window.ts';
import type { Person } from '../e2e/harness/person.ts';
import { readHistory } from '../e2e/harness/probes.ts';
import type { Network } from '../e2e/harness/relays.ts';
import { until } from '../e2e/harness/until.ts';
import { writeVoice } from '../e2e/harness/voice.ts';
import { openHome, type Home } from './home.ts';
import { openInternet, type Internet } from './internet.ts';
import type { Nat } from './packet-rules.ts';
import { backAfterMs, framesOf, lastOf, soundsOf, type View } from './recordings.ts';
import { largeCamera, openOfSize, smallCamera, tinyCamera, writeCamera } from './small-camera.ts';
import { installWatch, readElements, readPictures, readRecording, type Recording } from './watch.ts';
import { createWorld, type World } from './world.ts';

export interface CallPlan {
  /** A home for each, in the order in which they join; the last one joins last. */
  readonly nats: readonly Nat[];
  /** One relay for each entry. */
  readonly relays: readonly Network[];
  /** Whether starling.json names a TURN server. */
  readonly hasTurn: boolean;
  /** The browser of the last one, to whom things happen, or of the first; the others have Chromium. */
  readonly browser: BrowserKind;
  readonly isOfFirst?: boolean;
  /** The camera has 720 rows, and everybody wishes to see all of them. */
  readonly isLarge?: boolean;
}

export interface Member {
  readonly name: string;
  readonly home: Home;
  readonly person: Person;
  /** Since then, or since the page was loaded. */
  recording(fromMs?: number): Promise<Recording>;
}

export interface LabCall extends AsyncDisposable {
  readonly world: World;
  readonly internet: Internet;
  readonly members: readonly Member[];
  /** The one to whom things happen: the last. */
  readonly victim: Member;
  readonly others: readonly Member[];
  readonly link: string;
  /** Everybody joins, or those of `who`, one after the other. */
  join(who?: readonly Member[]): Promise<void>;
  /** Waits until everybody (or `who`) sees and hears everybody else. */
  meet(who?: readonly Member[]): Promise<void>;
  /** Everybody has joined and met; at once where that has been done. */
  gather(): Promise<void>;
  /** Everybody but the victim has joined and met; at once where that has been done. */
  gatherOthers(): Promise<void>;
}

const names = ['Ada', 'Bob', 'Cleo', 'Dora'] as const;
/** How long we wait for something to come about before we write down that it did not. */
export const patienceMs = 60_000;

/** The one clock of the laboratory; see `Recording`. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A call of which everybody stands in the green room, except where nobody has opened the link yet. */
export const openLabCall = async (plan: CallPlan): Promise<LabCall> => {
  const { nats, relays, hasTurn, browser, isLarge = false, isOfFirst = false } = plan;
  const world = await createWorld(nats);
  const voice = writeVoice();
  const cameraOfAll = nats.length > 3 ? tinyCamera : smallCamera;
  const cameraSize = isLarge ? largeCamera : cameraOfAll;
  const camera = writeCamera(world.folder, cameraSize);
  const atStart = [
    { run: installWatch },
    { run: openOfSize, argument: cameraSize },
    ...(isLarge ? [{ run: wishAlways, argument: wholePicture }] : []),
  ];
  const homes: Home[] = [];
  const dispose = async (): Promise<void> => {
    // The world first: a browser that was stopped would never close by itself.
    await world[Symbol.asyncDispose]();
    await Promise.allSettled(homes.map((home) => home.close()));
    voice.remove();
  };
  try {
    const internet = await openInternet(world, { relays, hasTurn });
    const { origin } = new URL(internet.address);
    const members: Member[] = [];
    for (const [index, network] of world.homes.entries()) {
      const kind = index === (isOfFirst ? 0 : world.homes.length - 1) ? browser : 'chromium';
      const home = await openHome(world, network, { kind, origin, voice, camera });
      homes.push(home);
      const name = names[index] ?? `Person ${index + 1}`;
      members.push(memberOf(name, home, await home.person(name, { atStart, window: small })));
    }
    const [first] = members;
    const victim = members.at(-1);
    if (!first || !victim) throw new Error('nobody is there');
    const link = await first.person.newCall(internet.address);
    const meet: LabCall['meet'] = (who = members) => waitForMeeting(who);
    const join: LabCall['join'] = async (who = members) => {
      for (const { person } of who) {
        if (person !== first.person) await person.open(link);
        await person.join();
      }
    };
    for (const home of homes) await home.catchUp();
    let gathered: Promise<void> | undefined;
    let othersGathered: Promise<void> | undefined;
    const others = members.slice(0, -1);
    return {
      world,
      internet,
      members,
      victim,
      others,
      link,
      join,
      meet,
      gather: () => (gathered ??= join().then(() => meet())),
      gatherOthers: () => (othersGathered ??= join(others).then(() => (others.length > 1 ? meet(others) : undefined))),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
};

const wholePicture: FixedWish = { width: 1280, height: 720, framesPerSecond: 30 };

/** Drawing costs the processor that the call needs. */
const small = { width: 640, height: 480 };

const memberOf = (name: string, home: Home, person: Person): Member => ({
  name,
  home,
  person,
  recording: (fromMs = 0) => person.window.run(readRecording, fromMs),
});

/** Out of the call, where they are in it, and off its page: whatever comes next begins with a new one. */
export const stepOut = async ({ person }: Member): Promise<void> => {
  if (await person.window.isVisible('button', 'Leave call')) await person.leave();
  await person.window.goTo('about:blank');
};

/** What everybody has seen of everybody else since then. */
export const viewsOf = async (members: readonly Member[], fromMs: number): Promise<View[]> => {
  const recordings = await Promise.all(members.map((member) => member.recording(fromMs)));
  return recordings.flatMap((recording, index) =>
    members.filter((_, other) => other !== index).map(({ name }) => ({ of: name, recording })),
  );
};

const waitForMeeting = async (members: readonly Member[]): Promise<void> => {
  const sinceMs = nowMs();
  await until(
    `${members.map(({ name }) => name).join(', ')} see and hear each other`,
    async () => {
      const views = await viewsOf(members, sinceMs);
      return { picture: pictureBackMs(views, sinceMs), sound: soundBackMs(views, sinceMs) };
    },
    ({ picture, sound }) => picture !== undefined && sound !== undefined,
    { patienceMs, explain: async () => (await Promise.all(members.map(describe))).join('\n') },
  );
};

/** What a member sees, and what the engine did: for whoever wants to know why something did not come about. */
export const describe = async ({ name, person }: Member): Promise<string> => {
  const tiles = (await person.tiles()).map(({ person: of, text, width }) => `${of} (${width}): ${text.trim()}`);
  const history = await person.window.run(readHistory, undefined);
  const pictures = await person.window.run(readPictures, undefined);
  const elements = await person.window.run(readElements, undefined);
  return `${name} sees ${tiles.join(' | ')}\n  elements: ${elements}\n  what happened: ${history}\n  pictures: ${pictures}\n  errors: ${person.errors().slice(-5).join(' ')}`;
};

/** Until the last of all views was back. */
export const pictureBackMs = (views: readonly View[], sinceMs: number): number | undefined =>
  lastOf(views.map((view) => backAfterMs(framesOf(view), sinceMs)));

export const soundBackMs = (views: readonly View[], sinceMs: number): number | undefined =>
  lastOf(views.map((view) => backAfterMs(soundsOf(view), sinceMs)));

/** What happened is told by the pages with its time, so asking more often would tell nothing more. */
const askAgainMs = 250;

/** Asks until there is an answer; undefined when there is none within `withinMs`. A page that is stopped answers late. */
export const eventually = async <T>(
  probe: () => Promise<T | undefined>,
  withinMs = patienceMs,
): Promise<T | undefined> => {
  const deadlineMs = nowMs() + withinMs;
  for (;;) {
    const answer = await probe().catch(() => undefined);
    if (answer !== undefined || nowMs() > deadlineMs) return answer;
    await pause(askAgainMs);
  }
};

/** Until everybody saw, and heard, everybody again. */
export const backSince = async (
  { members }: LabCall,
  sinceMs: number,
): Promise<{ readonly picture: number | null; readonly sound: number | null }> => {
  const picture = await eventually(async () => pictureBackMs(await viewsOf(members, sinceMs), sinceMs));
  // Where nothing is seen, waiting for sound as long again would tell nothing new.
  const sound = await eventually(async () => soundBackMs(await viewsOf(members, sinceMs), sinceMs), 5_000);
  return { picture: picture ?? null, sound: sound ?? null };
};
