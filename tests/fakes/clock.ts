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

interface Due {
  readonly id: number;
  readonly atMs: number;
}

/** A binary heap: the earliest first, of those of one time the one that was asked for first. */
const createQueue = () => {
  const heap: Due[] = [];
  const isBefore = (one: Due | undefined, other: Due | undefined): boolean =>
    one !== undefined && (!other || one.atMs < other.atMs || (one.atMs === other.atMs && one.id < other.id));
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] as Due, heap[a] as Due];
  };
  return {
    first: (): Due | undefined => heap[0],
    add: (due: Due): void => {
      heap.push(due);
      for (let index = heap.length - 1; index > 0;) {
        const parent = (index - 1) >> 1;
        if (!isBefore(heap[index], heap[parent])) return;
        swap(index, parent);
        index = parent;
      }
    },
    takeFirst: (): void => {
      const last = heap.pop();
      if (heap.length === 0 || !last) return;
      heap[0] = last;
      for (let index = 0; ;) {
        let least = index;
        for (const child of [2 * index + 1, 2 * index + 2]) if (isBefore(heap[child], heap[least])) least = child;
        if (least === index) return;
        swap(index, least);
        index = least;
      }
    },
  };
};

export const createFakeClock = (seed = 1): FakeClock => {
  let nowMs = 1_000;
  let nextId = 0;
  const tasks = new Map<number, () => void>();
  /** Ids by when they fall due; those that were taken back are passed over. */
  const queue = createQueue();
  const settle = async (): Promise<void> => {
    let quietTurns = 0;
    while (quietTurns < 3) {
      await turn();
      quietTurns = cryptoUnderWay === 0 ? quietTurns + 1 : 0;
    }
  };
  const nextDue = (untilMs: number): Due | undefined => {
    for (let due = queue.first(); due && due.atMs <= untilMs; due = queue.first()) {
      queue.takeFirst();
      if (tasks.has(due.id)) return due;
    }
    return undefined;
  };
  return {
    nowMs: () => nowMs,
    dateMs: () => Math.round(1_800_000_000_000 + nowMs),
    after: (delayMs, task) => {
      const id = nextId++;
      tasks.set(id, task);
      queue.add({ id, atMs: nowMs + Math.max(0, delayMs) });
      return () => void tasks.delete(id);
    },
    random: seededRandom(seed),
    settle,
    pending: () => tasks.size,
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      await settle();
      for (let due = nextDue(untilMs); due; due = nextDue(untilMs)) {
        const task = tasks.get(due.id);
        tasks.delete(due.id);
        nowMs = Math.max(nowMs, due.atMs);
        task?.();
        await settle();
      }
      nowMs = untilMs;
    },
  };
};
