// Branded strings, so that a room secret can never be passed where a person is meant.

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** One human's device in the call: base58 of 16 bytes, derived from the identity key and the seat (docs/PROTOCOL.md). */
export type PersonId = Brand<'PersonId'>;

/** 122 random bits behind the `#` (a uuid v4) in base58. Never logged, never sent. */
export type RoomSecret = Brand<'RoomSecret'>;

const personIdPattern = /^[1-9A-HJ-NP-Za-km-z]{16,24}$/;

/** True when `text` has the form of a person's id. */
export const isPersonId = (text: unknown): text is PersonId => typeof text === 'string' && personIdPattern.test(text);
