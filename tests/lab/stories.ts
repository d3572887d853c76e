// Things that happen in several steps, and what is measured on the way.

import { churn } from './churn.ts';
import { relayFaults, type RelayFault } from './relay-faults.ts';
import type { Network } from '../e2e/harness/relays.ts';
import {
  eventually,
  nowMs,
  pause,
  pictureBackMs,
  soundBackMs,
  stepOut,
  viewsOf,
  type LabCall,
  type Member,
} from './lab-call.ts';
import { framesOf, goneAfterMs, lastOf, longestGapMs, mostTilesOfOne, ratePerSecond, soundsOf } from './recordings.ts';
import { sharedPicture } from './shared-picture.ts';
import type { Figures, Row, Story } from './row.ts';
import { readReceived, type Received } from './watch.ts';

/** What pages say in words where a meeting point, or a path, is missing. */
const words = {
  noRelay: /no meeting point answers/i,
  noPath: /can.t reach|no path|no way/i,
  through: (name: string) => `through ${name}`,
};

const never = (time: number | undefined): number | null => time ?? null;

/** When the member pressed "Join call" last; the press itself, not the wish to press. */
export const joinedAtMs = async ({ recording }: Member): Promise<number> =>
  (await recording()).clicks['Join call'] ?? Number.NaN;

/** From the victim's click until everybody of `members` and the victim see each other. */
export const joinMs = async (call: LabCall, members: readonly Member[] = call.members): Promise<number | null> => {
  const sinceMs = await joinedAtMs(call.victim);
  return never(await eventually(async () => pictureBackMs(await viewsOf(members, sinceMs), sinceMs)));
};

const reload = async (call: LabCall): Promise<Figures> => {
  const { victim, members, others } = call;
  await call.gather();
  const beganMs = nowMs();
  await victim.person.reload();
  const seat = await eventually(async () => {
    const { loadedMs } = await victim.recording();
    return pictureBackMs(await viewsOf(members, loadedMs), loadedMs);
  });
  const views = await Promise.all(others.map((other) => other.recording()));
  return { seat: never(seat), tiles: Math.max(...views.map(({ tiles }) => mostTilesOfOne(tiles, beganMs))) };
};

const goneFor = async (others: readonly Member[], name: string, sinceMs: number): Promise<number | null> =>
  never(
    await eventually(async () => {
      const recordings = await Promise.all(others.map((other) => other.recording()));
      return lastOf(recordings.map(({ tiles }) => goneAfterMs(tiles, name, sinceMs)));
    }),
  );

const kill = async (call: LabCall): Promise<Figures> => {
  await call.join();
  await call.meet();
  const sinceMs = nowMs();
  await call.victim.home.network.signal('SIGKILL');
  return { gone: await goneFor(call.others, call.victim.name, sinceMs) };
};

/** The victim comes by a new page; the others are there. */
const enter = async (call: LabCall): Promise<void> => {
  await call.gatherOthers();
  await stepOut(call.victim);
  await call.join([call.victim]);
};

const leave = async (call: LabCall): Promise<Figures> => {
  const { victim, others } = call;
  await enter(call);
  await call.meet();
  await victim.person.leave();
  const sinceMs = (await victim.recording()).clicks['Leave call'] ?? Number.NaN;
  return { gone: await goneFor(others, victim.name, sinceMs) };
};

/** Two are in a call when all relays die; a third comes, and is let in as soon as one relay is back. */
const relaysDie = async (call: LabCall, run: number): Promise<Figures> => {
  const { internet, victim, others, members } = call;
  await call.gatherOthers();
  await stepOut(victim);
  const beganMs = nowMs();
  await internet.spoilAll('dead');
  const [writer, reader] = others;
  const text = `No relay is left (${run})`;
  const wroteMs = nowMs();
  await writer?.person.sendMessage(text);
  await reader?.person.reads(text);
  const chat = nowMs() - wroteMs;

  await victim.person.open(call.link);
  const toldMs = nowMs();
  const told = await victim.person.readsOnScreen(words.noRelay).then(
    () => nowMs() - toldMs,
    () => null,
  );
  await victim.person.join();
  const returnedMs = nowMs();
  const quiet = await viewsOf(others, beganMs);
  await internet.spoil('nostr', null);
  const entry = await eventually(async () => pictureBackMs(await viewsOf(members, returnedMs), returnedMs));
  // As at the beginning, for whatever comes next.
  await internet.spoilAll(null);
  return {
    gap: Math.max(...quiet.map((view) => longestGapMs(framesOf(view), beganMs, returnedMs))),
    chat,
    told,
    entry: never(entry),
  };
};

export interface BadRelays {
  readonly networks: readonly Network[];
  readonly fault: RelayFault;
}

/** Two of three families dead, and every relay of one kind bad in each of the other ways. */
export const badRelays = (networks: readonly Network[]): readonly BadRelays[] => [
  ...networks.map((alive) => ({ networks: networks.filter((each) => each !== alive), fault: 'dead' as const })),
  ...networks.flatMap((network) =>
    relayFaults.filter((fault) => fault !== 'dead').map((fault) => ({ networks: [network], fault })),
  ),
];

const joinOverBadRelays = async (call: LabCall, run: number): Promise<Figures> => {
  const { internet, members } = call;
  const all = badRelays(internet.networks);
  const bad = all[run % all.length];
  // Whoever has been in the call before leaves it, and comes by a new page.
  for (const member of members) await stepOut(member);
  await internet.spoilAll(null);
  for (const network of bad?.networks ?? []) await internet.spoil(network, bad?.fault ?? null);
  for (const { person } of members) await person.open(call.link);
  await call.join();
  return { join: await joinMs(call) };
};

/** The two ends of a pair between which there is a firewall: who came first, and the victim. */
const pairOf = ({ members, victim }: LabCall): [Member, Member] => {
  const [first] = members;
  if (!first) throw new Error('nobody is there');
  return [first, victim];
};

/**
 * Whoever has just met is still busy with it: the app takes itself in for the next time, pictures begin to be shared. Four browsers
 * on two cores are full of that (load 18), and the moment is to be one in the middle of a call.
 */
const afterMeetingMs = 10_000;

/** Joined, the firewall up; since when. */
const blockPair = async (call: LabCall, moment: Row['moment']): Promise<number> => {
  const [first, victim] = pairOf(call);
  const block = (): Promise<void> => call.world.block(first.home.network, victim.home.network);
  if (moment === 'in the call') {
    await call.gather();
    await pause(afterMeetingMs);
    const sinceMs = nowMs();
    await block();
    return sinceMs;
  }
  await call.gatherOthers();
  await stepOut(victim);
  await block();
  await call.join([victim]);
  return joinedAtMs(victim);
};

const carriedSince = async (pair: readonly Member[], sinceMs: number): Promise<Figures> => {
  const picture = await eventually(async () => pictureBackMs(await viewsOf(pair, sinceMs), sinceMs));
  // Nothing comes through at all: waiting for sound as long again would tell nothing new.
  const sound = await eventually(async () => soundBackMs(await viewsOf(pair, sinceMs), sinceMs), 5_000);
  return { carried: never(picture), carriedSound: never(sound) };
};

/** Bytes of pictures that come from this home itself: its router's address stands at the other end of the path. */
const bytesFrom = ({ pictureBytes }: Received, number: number): number =>
  Object.entries(pictureBytes)
    .filter(([address]) => address.startsWith(`198.18.${number}.`))
    .reduce((sum, [, bytes]) => sum + bytes, 0);

const blocked = async (call: LabCall, moment: Row['moment']): Promise<Figures> => {
  const pair = pairOf(call);
  const [first, victim] = pair;
  const sinceMs = await blockPair(call, moment);
  const figures = await carriedSince(pair, sinceMs);
  const number = call.members.indexOf(first) + 1;
  const received = (): Promise<Received> => victim.person.window.run(readReceived, undefined);
  const before = bytesFrom(await received(), number);
  const liftedMs = nowMs();
  await call.world.unblock();
  const direct = await eventually(async () =>
    bytesFrom(await received(), number) > before ? nowMs() - liftedMs : undefined,
  );
  // The change from one way to the other is over within this time.
  await pause(2_000);
  const views = await viewsOf(pair, liftedMs);
  const gap = Math.max(...views.map((view) => longestGapMs(framesOf(view), liftedMs, nowMs())));
  return { ...figures, direct: never(direct), gap: figures.carried === null ? null : gap };
};

const carrierLeaves = async (call: LabCall, moment: Row['moment']): Promise<Figures> => {
  const pair = pairOf(call);
  const [first, victim] = pair;
  const { carried = null } = await carriedSince(pair, await blockPair(call, moment));
  const tile = (await victim.person.tiles()).find(({ person }) => person === first.name);
  const carrier = call.others.find(({ name }) => tile?.text.includes(words.through(name)));
  if (!carrier) return { carried, nextCarrier: null };
  await carrier.person.leave();
  const leftMs = (await carrier.recording()).clicks['Leave call'] ?? Number.NaN;
  const next = await eventually(async () => pictureBackMs(await viewsOf(pair, leftMs), leftMs));
  return { carried, nextCarrier: never(next) };
};

/** Nobody finds a path to the other by themselves. */
const noPath = async (call: LabCall, hasTurn: boolean): Promise<Figures> => {
  await enter(call);
  if (hasTurn) return { join: await joinMs(call) };
  const sinceMs = await joinedAtMs(call.victim);
  const told = await call.victim.person.readsOnScreen(words.noPath).then(
    () => nowMs() - sinceMs,
    () => null,
  );
  return { told };
};

/** Long enough to see how many pictures come when nothing is wrong. */
const calmMs = 5_000;

const badLine = async (call: LabCall, story: Extract<Story, { is: 'loss' | 'rate' }>): Promise<Figures> => {
  const { victim } = call;
  const { network } = victim.home;
  await call.gather();
  await pause(calmMs);
  const before = await victim.person.window.run(readReceived, undefined);
  const beganMs = nowMs();
  if (story.is === 'loss') await network.loseOnTheWay('in', story.percent);
  else await network.setRate('in', story.kbps);
  await pause(story.forMs);
  const after = await victim.person.window.run(readReceived, undefined);
  const endedMs = nowMs();
  if (story.is === 'loss') await network.loseOnTheWay('in', 0);
  else await network.setRate('in', null);
  const recording = await victim.recording();
  const views = call.others.map(({ name }) => ({ of: name, recording }));
  const percent = (part: number, whole: number): number => (100 * part) / whole;
  return {
    gap: Math.max(...views.map((view) => longestGapMs(framesOf(view), beganMs, endedMs))),
    silence: Math.max(...views.map((view) => longestGapMs(soundsOf(view), beganMs, endedMs))),
    frames: Math.min(
      ...views.map((view) =>
        percent(
          ratePerSecond(framesOf(view), beganMs, endedMs),
          ratePerSecond(framesOf(view), beganMs - calmMs, beganMs),
        ),
      ),
    ),
    concealed: percent(after.concealedSamples - before.concealedSamples, after.soundSamples - before.soundSamples),
  };
};

/** Plays a story with a call in which nobody has joined yet. `run` counts from 0. */
export const play = (call: LabCall, story: Story, { row, run }: { row: Row; run: number }): Promise<Figures> => {
  const { moment, hasTurn = false } = row;
  switch (story.is) {
    case 'reload':
      return reload(call);
    case 'kill':
      return kill(call);
    case 'leave':
      return leave(call);
    case 'relays-die':
      return relaysDie(call, run);
    case 'bad-relays':
      return joinOverBadRelays(call, run);
    case 'blocked':
      return blocked(call, moment);
    case 'carrier-leaves':
      return carrierLeaves(call, moment);
    case 'no-path':
      return noPath(call, hasTurn);
    case 'loss':
    case 'rate':
      return badLine(call, story);
    case 'shared':
      return sharedPicture(call, story);
    case 'churn':
      return churn(call, story);
  }
};
