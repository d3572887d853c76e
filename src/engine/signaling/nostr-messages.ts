// NIP-01 messages from a relay, read without trust; and what its refusals mean.

import { signalLimits } from './signal-limits.ts';

export type NostrMessage =
  | { readonly is: 'event'; readonly subscription: string; readonly content: string }
  | { readonly is: 'eose'; readonly subscription: string }
  | { readonly is: 'verdict'; readonly verdict: NostrVerdict }
  | { readonly is: 'closed'; readonly subscription: string; readonly verdict: NostrVerdict }
  | { readonly is: 'other' };

/** `slow-down`: send less. `refused`: this relay doesn't want us. `wrong-time`: our clock is not the relay's. `fine`: nothing to do. */
export type NostrVerdict =
  | { readonly is: 'fine' }
  | { readonly is: 'slow-down' }
  | { readonly is: 'wrong-time' }
  | { readonly is: 'refused'; readonly reason: string };

const refusals = ['blocked', 'auth-required', 'restricted', 'pow', 'payment-required', 'invalid', 'unsupported'];

/** Reads the machine-readable prefix of OK and CLOSED (NIP-01): the word before the colon. */
const judgeRefusal = (message: unknown): NostrVerdict => {
  const text = typeof message === 'string' ? message.slice(0, 200) : '';
  const prefix = /^([a-z-]{1,20}):/.exec(text)?.[1] ?? '';
  // strfry takes ephemeral events of the last minute, and of the next quarter of an hour at most.
  if (prefix === 'invalid' && /created_at|creation date|expired|too (?:early|late|old|far)|future/.test(text))
    return { is: 'wrong-time' };
  if (prefix === 'rate-limited') return { is: 'slow-down' };
  if (refusals.includes(prefix)) return { is: 'refused', reason: prefix };
  return { is: 'fine' };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Total: whatever comes becomes a message, and nothing that is too large is parsed. */
export const readNostrMessage = (data: unknown): NostrMessage => {
  if (typeof data !== 'string' || data.length > signalLimits.frameLength) return { is: 'other' };
  const parsed = parseJson(data);
  if (!Array.isArray(parsed)) return { is: 'other' };
  const [type, first, second, third] = parsed as readonly unknown[];
  // A notice is meant for people, and relays word it freely; only the one about rates is common enough to act on.
  if (type === 'NOTICE') return { is: 'verdict', verdict: judgeNotice(first) };
  if (typeof first !== 'string') return { is: 'other' };
  switch (type) {
    case 'EVENT': {
      const content = isRecord(second) ? second['content'] : undefined;
      return typeof content === 'string' ? { is: 'event', subscription: first, content } : { is: 'other' };
    }
    case 'EOSE':
      return { is: 'eose', subscription: first };
    case 'OK':
      return { is: 'verdict', verdict: second === false ? judgeRefusal(third) : { is: 'fine' } };
    case 'CLOSED':
      return { is: 'closed', subscription: first, verdict: judgeRefusal(second) };
    default:
      return { is: 'other' };
  }
};

const judgeNotice = (text: unknown): NostrVerdict =>
  typeof text === 'string' && /rate.?limit|too many|slow down/i.test(text.slice(0, 200))
    ? { is: 'slow-down' }
    : { is: 'fine' };
