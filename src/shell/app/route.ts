// Which screen the address asks for. Everything is behind the `#`, which no host ever sees.

import type { AppError } from '#core/base/errors.ts';
import type { Result } from '#core/base/result.ts';
import type { RoomLink } from '#engine/signaling/room-link.ts';

export type Route =
  | { readonly is: 'landing' }
  | { readonly is: 'room'; readonly link: RoomLink }
  | { readonly is: 'malformed'; readonly error: AppError };

/** `hash` as location.hash gives it: empty, or from `#` on. */
export const parseRoute = (hash: string, parseRoomLink: (text: string) => Result<RoomLink, AppError>): Route => {
  if (/^#?\/?$/.test(hash)) return { is: 'landing' };
  const parsed = parseRoomLink(hash);
  return parsed.ok ? { is: 'room', link: parsed.value } : { is: 'malformed', error: parsed.error };
};

/** The name of a room as people read it: links write spaces as hyphens. */
export const readableName = ({ name }: RoomLink): string => name.replaceAll('-', ' ');
