// What somebody missed: newcomers ask, and everybody compares notes, so that in the end all hold the same.

import type { PersonId } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { lateDigestSchema, latePleaseSchema, lateSchema, type LatePart } from '#core/wire/call-messages.ts';
import { limits } from '#core/wire/limits.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import * as v from 'valibot';

/** What the features that have something to tell can do. */
export interface LateSource {
  readonly id: string;
  save(): unknown;
  /** The digest of what `save` gives. */
  digest(): string;
  /** Checks and takes over; true when anything was new. */
  load(value: unknown, from: PersonId): boolean;
}

export interface LateOptions {
  readonly sources: () => readonly LateSource[];
  readonly clock: ClockPort;
  readonly log: Log;
  send(type: 'late' | 'late-please' | 'late-digest', body: unknown, to?: PersonId): void;
}

export interface Late extends Disposable {
  /** Asks a person for everything. */
  ask(from: PersonId): void;
  /** Compares notes with everybody soon. */
  compareSoon(): void;
  take(type: string, body: unknown, from: PersonId): void;
}

/** JSON in parts that fit into control messages (quotes and escapes can double the length). */
const partLength = Math.floor(limits.controlBytes / 2.5);
/** Time for a newcomer's first question to be answered, so that it does not ask everybody; random, so that not all compare at once. */
const compareAfterMs = 2_500;
const compareJitterMs = 2_000;
/** How many people's questions are counted. */
const maxAskers = 200;

/** Joins parts per sender and feature; holds at most `limits.lateBytes` for each. */
const createJoiner = (): ((from: PersonId, part: LatePart) => string | undefined) => {
  const open = new Map<string, string[]>();
  return (from, { feature, part, parts, text }) => {
    const key = `${from} ${feature}`;
    const texts = part === 0 ? [] : open.get(key);
    open.delete(key);
    const length = (texts ?? []).reduce((sum, each) => sum + each.length, text.length);
    if (texts?.length !== part || part >= parts || length > limits.lateBytes) return undefined;
    texts.push(text);
    if (texts.length === parts) return texts.join('');
    // People come and go in the middle of an answer.
    if (open.size > 100) open.clear();
    open.set(key, texts);
    return undefined;
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Idle until asked. */
export const createLate = ({ sources, clock, log, send }: LateOptions): Late => {
  const scope = createScope();
  const join = createJoiner();
  // An answer can be a thousand times as long as the question: each person may ask a few times, not in a loop.
  const mayAsk = new Map<PersonId, (nowMs: number) => boolean>();
  let stopTimer: Stop | undefined;

  const tell = (wanted: readonly string[], to: PersonId): void => {
    const bucket = mayAsk.get(to) ?? createTokenBucket({ perSecond: 0.2, burst: 6 });
    // People are bounded at any time, but not over a long call.
    if (mayAsk.size > maxAskers) mayAsk.clear();
    mayAsk.set(to, bucket);
    if (!bucket(clock.nowMs())) return;
    for (const source of sources()) {
      if (!wanted.includes(source.id)) continue;
      const text = JSON.stringify(source.save() ?? null);
      const parts = Math.max(1, Math.ceil(text.length / partLength));
      if (text.length > limits.lateBytes) {
        log.warn('late-too-large', { feature: source.id });
        continue;
      }
      for (let part = 0; part < parts; part += 1) {
        const slice = text.slice(part * partLength, (part + 1) * partLength);
        send('late', { feature: source.id, part, parts, text: slice }, to);
      }
    }
  };

  const compareSoon = (): void => {
    if (stopTimer || scope.signal.aborted) return;
    stopTimer = clock.after(compareAfterMs + clock.random() * compareJitterMs, () => {
      stopTimer = undefined;
      const digests = Object.fromEntries(sources().map((source) => [source.id, source.digest()]));
      if (Object.keys(digests).length > 0) send('late-digest', { digests });
    });
  };

  const takePart = (body: unknown, from: PersonId): void => {
    const part = v.safeParse(lateSchema, body);
    const source = part.success ? sources().find(({ id }) => id === part.output.feature) : undefined;
    if (!part.success || !source) return;
    const text = join(from, part.output);
    // Whoever hears something new passes the word on: they may know others who have missed it.
    if (text !== undefined && source.load(parse(text), from)) compareSoon();
  };

  scope.add(() => stopTimer?.());
  return {
    ask: (from) => {
      const wanted = sources().map(({ id }) => id);
      if (wanted.length > 0) send('late-please', { features: wanted }, from);
    },
    compareSoon,
    take: (type, body, from) => {
      if (type === 'late') return takePart(body, from);
      if (type === 'late-please') {
        const wanted = v.safeParse(latePleaseSchema, body);
        if (wanted.success) tell(wanted.output.features, from);
      } else if (type === 'late-digest') {
        const theirs = v.safeParse(lateDigestSchema, body);
        if (!theirs.success) return;
        const { digests } = theirs.output;
        const different = sources().filter((source) => source.id in digests && digests[source.id] !== source.digest());
        if (different.length > 0) send('late-please', { features: different.map(({ id }) => id) }, from);
      }
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
