// Time that a test moves. Tasks run in the order in which they fall due; promises settle between them.

import { seededRandom } from '#core/base/random.ts';
import type { ClockPort } from '#core/ports/clock.ts';

export interface FakeClock extends ClockPort {
  /** Moves on by `ms`, running what falls due. */
  advance(ms: number): Promise<void>;
  /** Lets promises settle without moving. */
  settle(): Promise<void>;
  /** Tasks that wait. */
  pending(): number;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Real crypto answers from a thread pool, at times of its own: while something is under way there, fake time stands. */
let cryptoUnderWay = 0;
const answersLate = [
  ...(['digest', 'sign', 'verify', 'importKey', 'exportKey', 'generateKey'] as const),
  ...(['deriveBits', 'deriveKey', 'encrypt', 'decrypt'] as const),
];
for (const name of answersLate) {
  const original = crypto.subtle[name].bind(crypto.subtle) as (...all: unknown[]) => Promise<unknown>;
  const counted = async (...all: unknown[]): Promise<unknown> => {
    cryptoUnderWay += 1;
    try {
      return await original(...all);
    } finally {
      cryptoUnderWay -= 1;
    }
  };
  Object.defineProperty(crypto.subtle, name, { value: counted, configurable: true });
}

export const createFakeClock = (seed = 1): FakeClock => {
  let nowMs = 1_000;
  let nextId = 0;
  const tasks = new Map<number, { atMs: number; task: () => void }>();
  const settle = async (): Promise<void> => {
    let quietTurns = 0;
    while (quietTurns < 3) {
      await turn();
      quietTurns = cryptoUnderWay === 0 ? quietTurns + 1 : 0;
    }
  };
  const nextDue = (untilMs: number): number | undefined => {
    let found: number | undefined;
    for (const [id, { atMs }] of tasks) {
      if (atMs > untilMs) continue;
      const best = found === undefined ? undefined : tasks.get(found);
      if (!best || atMs < best.atMs) found = id;
    }
    return found;
  };
  return {
    nowMs: () => nowMs,
    dateMs: () => Math.round(1_800_000_000_000 + nowMs),
    after: (delayMs, task) => {
      const id = nextId++;
      tasks.set(id, { atMs: nowMs + Math.max(0, delayMs), task });
      return () => void tasks.delete(id);
    },
    random: seededRandom(seed),
    settle,
    pending: () => tasks.size,
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      await settle();
      for (let id = nextDue(untilMs); id !== undefined; id = nextDue(untilMs)) {
        const due = tasks.get(id);
        tasks.delete(id);
        if (!due) continue;
        nowMs = Math.max(nowMs, due.atMs);
        due.task();
        await settle();
      }
      nowMs = untilMs;
    },
  };
};
