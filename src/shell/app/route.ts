// Which screen the address asks for. Everything is behind the `#`, which no host ever sees.

import type { AppError } from '#core/base/errors.ts';
import type { Result } from '#core/base/result.ts';
import type { RoomLink } from '#engine/signaling/room-link.ts';
import { privacyHash } from '#screens/privacy/privacy-hash.ts';

export type Route =
  | { readonly is: 'landing' }
  | { readonly is: 'privacy' }
  | { readonly is: 'room'; readonly link: RoomLink }
  | { readonly is: 'malformed'; readonly error: AppError };

const isLandingHash = (hash: string): boolean => /^#?\/?$/.test(hash);

/** `hash` as location.hash gives it: empty, or from `#` on. */
export const parseRoute = (hash: string, parseRoomLink: (text: string) => Result<RoomLink, AppError>): Route => {
  if (isLandingHash(hash)) return { is: 'landing' };
  if (hash === privacyHash) return { is: 'privacy' };
  const parsed = parseRoomLink(hash);
  return parsed.ok ? { is: 'room', link: parsed.value } : { is: 'malformed', error: parsed.error };
};

/** True for an address that names no room: the landing page, and what is told about Starling. */
export const isRoomless = (hash: string): boolean => isLandingHash(hash) || hash === privacyHash;

/** The name of a room as people read it: links write spaces as hyphens. */
export const readableName = ({ name }: RoomLink): string => name.replaceAll('-', ' ');
