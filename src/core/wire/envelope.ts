// The envelope of every control message: a JSON tuple [protocol, feature, type, version, id, body] (docs/PROTOCOL.md).

import { AppError } from '#core/base/errors.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { limits, protocol } from './limits.ts';

export interface Envelope {
  readonly feature: string;
  readonly type: string;
  /** The feature's version that the sender speaks. */
  readonly version: number;
  /** Counts up for each connection and sender. */
  readonly id: number;
  readonly body: unknown;
}

/** A message before it is numbered. */
export type Outgoing = Omit<Envelope, 'id'>;

const namePattern = /^[a-z][a-z0-9-]{0,31}$/;

const isName = (value: unknown): value is string => typeof value === 'string' && namePattern.test(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * The text of a message, in the oldest protocol that we speak, so that apps which are older than ours can read the hello.
 * Throws when `body` has no JSON form: that is a bug of ours.
 */
export const encodeEnvelope = ({ feature, type, version, id, body }: Envelope): string =>
  JSON.stringify([protocol.min, feature, type, version, id, body ?? null]);

/**
 * Reads what came from a peer. Never throws; codes: wire/too-large (checked before parsing), wire/malformed, wire/old-app
 * (a protocol that we don't speak).
 */
export const decodeEnvelope = (data: unknown): Result<Envelope, AppError> => {
  if (typeof data !== 'string') return fail(new AppError('wire/malformed'));
  if (data.length > limits.controlBytes) return fail(new AppError('wire/too-large', { sizeBytes: data.length }));
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return fail(new AppError('wire/malformed'));
  }
  if (!Array.isArray(parsed) || parsed.length !== 6) return fail(new AppError('wire/malformed'));
  const [spoken, feature, type, version, id, body] = parsed as unknown[];
  if (!isCount(spoken)) return fail(new AppError('wire/malformed'));
  if (spoken < protocol.min || spoken > protocol.max) return fail(new AppError('wire/old-app', { protocol: spoken }));
  if (!isName(feature) || !isName(type) || !isCount(version) || !isCount(id))
    return fail(new AppError('wire/malformed'));
  return ok({ feature, type, version, id, body });
};
