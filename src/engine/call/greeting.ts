// Hello: made for one wire, checked on one wire.

import { AppError } from '#core/base/errors.ts';
import type { PersonId } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { helloSchema, type Hello, type PersonState } from '#core/wire/call-messages.ts';
import { protocol } from '#core/wire/limits.ts';
import { checkWire, fingerprintOf, signWire, type Wire } from '#engine/security/binding.ts';
import type { Identity } from '#engine/security/identity.ts';
import type { WireEnds } from '#engine/mesh/attempt.ts';
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

const wireOf = (options: GreetingOptions, other: PersonId, ends: WireEnds): Wire | undefined => {
  const { isCarried = false } = ends;
  const [signerFingerprint, otherFingerprint] = isCarried
    ? [ends.local, ends.remote]
    : [fingerprintOf(ends.local), fingerprintOf(ends.remote)];
  if (!signerFingerprint || !otherFingerprint) return undefined;
  const { room, identity } = options;
  return { room, signer: identity.person, other, signerFingerprint, otherFingerprint, isCarried };
};

type Proof = Pick<Hello, 'identity' | 'seat' | 'signature'>;

export interface Greeter {
  /** Signs ahead for the connection with these descriptions: the channel will be open any moment. */
  prepare(ends: WireEnds): void;
  /** Our hello on the connection with these descriptions; undefined when they have no one fingerprint. */
  makeHello(ends: WireEnds, state: PersonState): Promise<Hello | undefined>;
}

/** Makes our hellos to `other`. */
export const createGreeter = (options: GreetingOptions, other: PersonId): Greeter => {
  let ready: { readonly key: string; readonly proof: Promise<Proof> } | undefined;
  const prove = (ends: WireEnds): Promise<Proof> | undefined => {
    const wire = wireOf(options, other, ends);
    if (!wire) return undefined;
    const key = `${wire.signerFingerprint} ${wire.otherFingerprint}`;
    if (ready?.key !== key) ready = { key, proof: signWire(options.identity, wire) };
    return ready.proof;
  };
  return {
    prepare: (ends) => void prove(ends)?.catch(() => {}),
    makeHello: async (ends, state) => {
      const proof = await prove(ends);
      const { app, features } = options;
      return proof && { protocol: [protocol.min, protocol.max], app, features: { ...features }, ...proof, state };
    },
  };
};

/** Checks the hello of `other`. Codes: wire/malformed, wire/old-app (no version in common), security/wrong-identity. */
export const checkHello = async (
  options: GreetingOptions,
  other: PersonId,
  ends: WireEnds,
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
    ...own,
    signer: other,
    other: own.signer,
    signerFingerprint: own.otherFingerprint,
    otherFingerprint: own.signerFingerprint,
  };
  const checked = await checkWire(hello, theirs);
  return checked.ok ? ok({ hello, device: hello.identity }) : checked;
};
