// Signaling between two people, whatever link carries it.

import * as v from 'valibot';
import { AppError } from '#core/base/errors.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { limits } from './limits.ts';

export const sdpSchema = v.pipe(v.string(), v.maxLength(40_000));
const shortId = v.pipe(v.string(), v.minLength(4), v.maxLength(40));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const candidatesSchema = v.pipe(
  v.array(
    v.object({
      candidate: v.pipe(v.string(), v.maxLength(1000)),
      sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(40)), null),
      sdpMLineIndex: v.nullish(count, null),
      usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(300)), null),
    }),
  ),
  v.maxLength(40),
);

const base = {
  /** The sender's page load. */
  instance: shortId,
  /** Counts the sender's signals to this person up; the same number again is a repetition. */
  n: count,
  /** One attempt at a connection; chosen by whoever offers. */
  session: shortId,
};

const signalSchema = v.variant('kind', [
  v.object({ ...base, kind: v.literal('offer'), sdp: sdpSchema }),
  /** `offer` is the number of the offer that is answered: an older one's answer must not be taken for it. */
  v.object({ ...base, kind: v.literal('answer'), sdp: sdpSchema, offer: count }),
  v.object({ ...base, kind: v.literal('candidates'), candidates: candidatesSchema }),
]);

export type Signal = v.InferOutput<typeof signalSchema>;
export type Candidate = v.InferOutput<typeof candidatesSchema>[number];
/** What the negotiation decides; number and instance are added when it is sent. */
export type SignalBody =
  | { readonly kind: 'offer'; readonly session: string; readonly sdp: string }
  | { readonly kind: 'answer'; readonly session: string; readonly sdp: string; readonly offer: number }
  | { readonly kind: 'candidates'; readonly session: string; readonly candidates: readonly Candidate[] };

/** The number of an open offer, to anybody who is in the room: the first to answer gets the connection. What is said to one person counts from 1. */
export const openOfferNumber = 0;

/** The text of an offer to anybody who is in the room already. `instance` is the sender's page load. */
export const encodeOpenOffer = (instance: string, session: string, sdpText: string): string =>
  JSON.stringify({ instance, n: openOfferNumber, kind: 'offer', session, sdp: sdpText });

/** Reads a signaling text of a stranger. Never throws; codes: wire/too-large, wire/malformed. */
export const decodeSignal = (text: unknown): Result<Signal, AppError> => {
  if (typeof text !== 'string') return fail(new AppError('wire/malformed'));
  if (text.length > limits.signalBytes) return fail(new AppError('wire/too-large', { sizeBytes: text.length }));
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fail(new AppError('wire/malformed'));
  }
  const result = v.safeParse(signalSchema, parsed);
  return result.success ? ok(result.output) : fail(new AppError('wire/malformed'));
};
