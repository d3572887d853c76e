// The calls that were joined on this device, newest first. Kept in this browser alone, checked when read.

import { signal, type ReadonlySignal } from '@preact/signals';
import * as v from 'valibot';

export interface RecentCall {
  /** What the link had behind the `#`. It may have been spoilt in storage: whoever opens it checks it. */
  readonly secret: string;
  /** Empty for a call without a name. */
  readonly name: string;
  /** Names of up to two who were there, newest first: what tells a call without a name from another. */
  readonly people?: readonly string[];
  /** When it was joined last, as Date.now() tells it. */
  readonly atMs: number;
}

export interface RecentCalls {
  readonly calls: ReadonlySignal<readonly RecentCall[]>;
  /** Puts a call on top; one of the same room moves there. */
  note(call: RecentCall): void;
  forget(secret: string): void;
  /** Forgets all, and leaves nothing of it in storage. */
  clear(): void;
  /** Takes over what another window has changed. */
  reread(): void;
}

type RecentStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export const recentCallsKey = 'starling.recent';
const maxCalls = 12;
const maxNameLength = 60;
const maxSecretLength = 100;

/** Names are shown beside our own words: no control or direction characters among them. */
const cleanName = (name: string): string =>
  Array.from(name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' '))
    .slice(0, maxNameLength)
    .join('')
    .trim();

const mostPeople = 2;
const nameSchema = v.pipe(v.string(), v.transform(cleanName));

const callSchema = v.object({
  secret: v.pipe(v.string(), v.nonEmpty(), v.maxLength(maxSecretLength)),
  name: v.fallback(nameSchema, ''),
  people: v.fallback(v.array(nameSchema), []),
  atMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

/** `call` first, then the others without the one of its room. Who was met there before is kept beside who is there now. */
export const withCall = (calls: readonly RecentCall[], call: RecentCall): readonly RecentCall[] => {
  const { people: now = [], ...rest } = call;
  const before = calls.find(({ secret }) => secret === call.secret)?.people ?? [];
  const people = [...new Set([...now, ...before])].filter(Boolean).slice(0, mostPeople);
  const noted = people.length > 0 ? { ...rest, people } : rest;
  return [noted, ...calls.filter(({ secret }) => secret !== call.secret)].slice(0, maxCalls);
};

/** What can be used of what is kept: one entry for each room, newest first, at most 12. */
export const parseRecentCalls = (kept: unknown): readonly RecentCall[] => {
  if (!Array.isArray(kept)) return [];
  const calls = kept.slice(0, 100).flatMap((entry: unknown) => {
    const parsed = v.safeParse(callSchema, entry);
    return parsed.success ? [parsed.output] : [];
  });
  return calls.toSorted((one, other) => one.atMs - other.atMs).reduce<readonly RecentCall[]>(withCall, []);
};

const read = (storage: RecentStorage): readonly RecentCall[] => {
  try {
    return parseRecentCalls(JSON.parse(storage.getItem(recentCallsKey) ?? '[]'));
  } catch {
    return [];
  }
};

/** Keeps working, without remembering, where storage refuses. */
export const createRecentCalls = (storage: RecentStorage): RecentCalls => {
  const calls = signal(read(storage));
  const keep = (next: readonly RecentCall[]): void => {
    calls.value = next;
    try {
      if (next.length > 0) storage.setItem(recentCallsKey, JSON.stringify(next));
      else storage.removeItem(recentCallsKey);
    } catch {
      // Full, or forbidden: it holds while the page is open.
    }
  };
  return {
    calls,
    note: (call) =>
      keep(withCall(calls.peek(), { ...call, name: cleanName(call.name), people: call.people?.map(cleanName) ?? [] })),
    forget: (secret) => keep(calls.peek().filter((call) => call.secret !== secret)),
    clear: () => keep([]),
    reread: () => void (calls.value = read(storage)),
  };
};
