// Hello: made for one wire, checked on one wire.

import { AppError } from '#core/base/errors.ts';
import type { PersonId } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { helloSchema, type Hello, type PersonState } from '#core/wire/call-messages.ts';
import { protocol } from '#core/wire/limits.ts';
import { checkWire, fingerprintOf, signWire, type Wire } from '#engine/security/binding.ts';
import type { Identity } from '#engine/security/identity.ts';
import * as v from 'valibot';

export interface GreetingOptions {
  readonly identity: Identity;
  /** RoomKeys.bindingId. */
  readonly room: Uint8Array;
  readonly app: string;
  readonly features: Readonly<Record<string, number>>;
}

export interface Greeted {
  readonly hello: Hello;
  /** The person's device: the same for all windows of one browser. */
  readonly device: string;
}

interface Ends {
  readonly local: string;
  readonly remote: string;
}

const wireOf = (options: GreetingOptions, other: PersonId, { local, remote }: Ends): Wire | undefined => {
  const signerFingerprint = fingerprintOf(local);
  const otherFingerprint = fingerprintOf(remote);
  if (!signerFingerprint || !otherFingerprint) return undefined;
  return { room: options.room, signer: options.identity.person, other, signerFingerprint, otherFingerprint };
};

/** Our hello to `other` on the connection with these descriptions; undefined when they have no one fingerprint. */
export const makeHello = async (
  options: GreetingOptions,
  other: PersonId,
  ends: Ends,
  state: PersonState,
): Promise<Hello | undefined> => {
  const wire = wireOf(options, other, ends);
  if (!wire) return undefined;
  const { app, features } = options;
  const proof = await signWire(options.identity, wire);
  return { protocol: [protocol.min, protocol.max], app, features: { ...features }, ...proof, state };
};

/** Checks the hello of `other`. Codes: wire/malformed, wire/old-app (no version in common), security/wrong-identity. */
export const checkHello = async (
  options: GreetingOptions,
  other: PersonId,
  ends: Ends,
  body: unknown,
): Promise<Result<Greeted, AppError>> => {
  const parsed = v.safeParse(helloSchema, body);
  if (!parsed.success) return fail(new AppError('wire/malformed'));
  const hello = parsed.output;
  const [min, max] = hello.protocol;
  if (min > protocol.max || max < protocol.min) return fail(new AppError('wire/old-app', { min, max }));
  const own = wireOf(options, other, ends);
  if (!own) return fail(new AppError('security/wrong-identity', { what: 'fingerprint' }));
  const theirs: Wire = {
    room: own.room,
    signer: other,
    other: own.signer,
    signerFingerprint: own.otherFingerprint,
    otherFingerprint: own.signerFingerprint,
  };
  const checked = await checkWire(hello, theirs);
  return checked.ok ? ok({ hello, device: hello.identity }) : checked;
};
