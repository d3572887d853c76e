// One run of one row of the table, in a world of its own.

import type { BrowserKind } from '../e2e/harness/browser-window.ts';
import { inflict } from './faults.ts';
import {
  describe,
  eventually,
  openLabCall,
  pause,
  pictureBackMs,
  soundBackMs,
  viewsOf,
  type LabCall,
} from './lab-call.ts';
import { joinMs, play } from './stories.ts';
import { isFault, type Fault, type Figures, type Row } from './table.ts';

export interface RunOptions {
  readonly browser: BrowserKind;
  /** Counts from 0. */
  readonly run: number;
  /** Notes in any case. */
  readonly isTold?: boolean;
  /** Takes what would help to understand a run in which something did not come about. */
  readonly note: (text: string) => void;
}

/** Throws when the call did not even come about. */
export const runRow = async (row: Row, { browser, run, isTold = false, note }: RunOptions): Promise<Figures> => {
  const { nats, relays, hasTurn = false } = row;
  await using call = await openLabCall({ nats, relays, hasTurn, browser });
  const measured = isFault(row.what) ? await suffer(call, row, row.what) : await play(call, row.what, { row, run });
  if (isTold || Object.values(measured).includes(null)) {
    for (const member of call.members) note(await describe(member).catch(() => `${member.name} does not answer`));
  }
  return measured;
};

/**
 * A call that has gone on for a while. Chromium learns the pace of a picture from its first seconds: a break among them makes
 * it wait up to 3 s with those that come next, however soon they come (libwebrtc, timestamp extrapolator).
 */
const midCallMs = 20_000;

const suffer = async (call: LabCall, { moment }: Row, fault: Fault): Promise<Figures> => {
  const { victim, others } = call;
  if (moment === 'in the call') {
    await call.join();
    await call.meet();
    await pause(midCallMs);
    const { endedMs } = await inflict(call, fault);
    return backSince(call, endedMs);
  }
  await call.join(others);
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

const backSince = async (call: LabCall, sinceMs: number): Promise<Figures> => {
  const picture = await eventually(async () => pictureBackMs(await viewsOf(call.members, sinceMs), sinceMs));
  const sound = await eventually(async () => soundBackMs(await viewsOf(call.members, sinceMs), sinceMs), 5_000);
  return { picture: picture ?? null, sound: sound ?? null };
};
