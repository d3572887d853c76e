// One run of one row of the table, in a world of its own.

import type { BrowserKind } from '../e2e/harness/browser-window.ts';
import { inflict } from './faults.ts';
import { backSince, describe, openLabCall, pause, stepOut, type LabCall } from './lab-call.ts';
import { joinMs, play } from './stories.ts';
import { isFault, type Fault, type Figures, type Row, type Story } from './row.ts';

export interface RunOptions {
  readonly browser: BrowserKind;
  /** Counts from 0. */
  readonly run: number;
  /** How many runs are wanted; 1 where it is not said. */
  readonly most?: number;
  /** Notes in any case. */
  readonly isTold?: boolean;
  /** Takes what would help to understand a run in which something did not come about. */
  readonly note: (text: string) => void;
}

/**
 * One run; or several, up to `most`, where the next can follow in the same call. One in which something did not come about
 * is the last of its call. Throws when the call did not even come about.
 */
export const runRow = async (row: Row, options: RunOptions): Promise<Figures[]> => {
  const { browser, run, most = 1, isTold = false, note } = options;
  const { nats, relays, hasTurn = false, isLarge = false, isOfFirst = false } = row;
  await using call = await openLabCall({ nats, relays, hasTurn, browser, isLarge, isOfFirst });
  const tell = async (): Promise<void> => {
    for (const member of call.members) note(await describe(member).catch(() => `${member.name} does not answer`));
  };
  const measured: Figures[] = [];
  try {
    const act = isFault(row.what) ? await suffering(call, row, row.what) : playing(call, row, row.what);
    do {
      if (measured.length > 0) await pause(restMs(row, browser));
      measured.push(await act(run + measured.length));
    } while (measured.length < Math.min(most, row.perCall ?? 1) && !hasMissed(measured));
  } catch (error) {
    await tell();
    throw error;
  }
  if (isTold || hasMissed(measured)) await tell();
  return measured;
};

const hasMissed = (measured: readonly Figures[]): boolean =>
  measured.some((figures) => Object.values(figures).includes(null));

/**
 * A call that has gone on for a while. Chromium learns the pace of a picture from its first seconds: a break among them makes
 * it wait up to 3 s with those that come next, however soon they come (libwebrtc, timestamp extrapolator).
 */
const midCallMs = 20_000;
/** From one run to the next in the same call; as long as at its beginning where the last one may have put a new connection in its place. */
const restMs = ({ moment, what }: Row, browser: BrowserKind): number => {
  // Whoever joins anew finds nothing that has to settle.
  if (moment !== 'in the call') return 0;
  const isLong = isFault(what) && (what.is === 'move' || what.forMs > 10_000);
  return isLong || browser === 'firefox' ? midCallMs : midCallMs / 2;
};

/** Of a story each run may be another; faults are all the same. */
const playing =
  (call: LabCall, row: Row, story: Story) =>
  (run: number): Promise<Figures> =>
    play(call, story, { row, run });

/** What is to be done for one run. */
const suffering = async (call: LabCall, { moment }: Row, fault: Fault): Promise<(run: number) => Promise<Figures>> => {
  if (moment !== 'in the call') return () => sufferEarly(call, moment, fault);
  await call.gather();
  await pause(midCallMs);
  return async () => backSince(call, (await inflict(call, fault)).endedMs);
};

const sufferEarly = async (call: LabCall, moment: Row['moment'], fault: Fault): Promise<Figures> => {
  const { victim } = call;
  await call.gatherOthers();
  await stepOut(victim);
  await victim.person.open(call.link);
  if (moment === 'while joining') {
    await victim.person.window.fill('Your name', victim.name);
    await Promise.all([victim.person.press('Join call'), inflict(call, fault)]);
  } else {
    await inflict(call, fault);
    await victim.person.join();
  }
  return { join: await joinMs(call) };
};
