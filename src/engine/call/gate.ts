// What a peer sends passes here first: size, then rate, then JSON and envelope. Cheap for us, whatever is sent.

import { AppError } from '#core/base/errors.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { decodeEnvelope, type Envelope } from '#core/wire/envelope.ts';
import { limits } from '#core/wire/limits.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';

export interface Gate {
  /** The message, or undefined when it was dropped. */
  pass(data: unknown): Envelope | undefined;
}

const sizeOf = (data: unknown): number =>
  typeof data === 'string' ? data.length : data instanceof ArrayBuffer ? data.byteLength : limits.controlBytes + 1;

/** `onRefused` hears each kind of trouble once, so that a flood does not become a flood of notices. */
export const createGate = (clock: ClockPort, onRefused: (error: AppError) => void): Gate => {
  const mayPass = createTokenBucket({ perSecond: limits.controlPerSecond, burst: limits.controlBurst });
  const told = new Set<string>();
  const refuse = (error: AppError): undefined => {
    if (told.has(error.code)) return undefined;
    told.add(error.code);
    onRefused(error);
    return undefined;
  };
  return {
    pass: (data) => {
      const sizeBytes = sizeOf(data);
      if (sizeBytes > limits.controlBytes) return refuse(new AppError('wire/too-large', { sizeBytes }));
      if (!mayPass(clock.nowMs())) return refuse(new AppError('wire/too-many'));
      const decoded = decodeEnvelope(data);
      return decoded.ok ? decoded.value : refuse(decoded.error);
    },
  };
};
