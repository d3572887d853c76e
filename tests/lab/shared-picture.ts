// One picture that is encoded once for two: what comes of it at one whose line is bad, and at the other, whose line is not.

import { lastTurnMs } from '../e2e/harness/probes.ts';
import { until } from '../e2e/harness/until.ts';
import { nowMs, pause, patienceMs, type LabCall, type Member } from './lab-call.ts';
import { freezesIn, framesOf, longestGapMs, ratePerSecond } from './recordings.ts';
import type { Figures, Story } from './row.ts';
import { readPicture } from './watch.ts';

/** Long enough for the browser to have found out what the path carries, and for everybody to have what they wish. */
const settledMs = 20_000;
/** How many pictures come when nothing is wrong. */
const calmMs = 5_000;

/**
 * The first one alone sends a picture, and all have the one encoder. The others are still as well: two voices with their redundancy
 * would be all that 200 kbit/s can carry.
 */
const gather = async ({ members: [sender, ...receivers], gather: meet }: LabCall): Promise<void> => {
  await meet();
  for (const { person } of receivers) {
    await person.setCamera(false);
    await person.setMicrophone(false);
  }
  await until(
    `${sender?.name ?? 'nobody'} encodes once`,
    async () => sender?.person.window.run(lastTurnMs, undefined),
    (turnMs = 0) => turnMs > 0,
    { patienceMs },
  );
  await pause(settledMs);
};

export const sharedPicture = async (
  call: LabCall,
  { lossPercent = 0, kbps, forMs }: Extract<Story, { is: 'shared' }>,
): Promise<Figures> => {
  await gather(call);
  const { victim, others } = call;
  const [sender, other] = others;
  if (!sender || !other) throw new Error('nobody sends, or nobody else receives');
  const { network } = victim.home;
  const read = (member: Member) => member.person.window.run(readPicture, sender.name);
  const framesSeenBy = async (member: Member): Promise<readonly number[]> =>
    framesOf({ of: sender.name, recording: await member.recording() });

  await pause(calmMs);
  const before = await read(victim);
  const beganMs = nowMs();
  await network.loseOnTheWay('in', lossPercent);
  if (kbps !== undefined) await network.setRate('in', kbps);
  await pause(forMs);
  const [after, afterOther] = [await read(victim), await read(other)];
  const endedMs = nowMs();
  await network.loseOnTheWay('in', 0);
  if (kbps !== undefined) await network.setRate('in', null);

  const [own, theirs] = [await framesSeenBy(victim), await framesSeenBy(other)];
  const part = (frames: readonly number[]): number =>
    (100 * ratePerSecond(frames, beganMs, endedMs)) / ratePerSecond(frames, beganMs - calmMs, beganMs);
  return {
    gap: longestGapMs(own, beganMs, endedMs),
    freezes: freezesIn(own, beganMs, endedMs),
    frames: part(own),
    keyFrames: after.keyFrames - before.keyFrames,
    requests: after.requests - before.requests,
    rows: after.rows,
    otherFrames: part(theirs),
    otherGap: longestGapMs(theirs, beganMs, endedMs),
    otherRows: afterOther.rows,
  };
};
