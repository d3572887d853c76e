// The link of a call: `#/` + secret, or `#/name~secret`, and perhaps servers behind a `?`. All of it stays in the browser (DESIGN D3).

import { AppError } from '#core/base/errors.ts';
import { fromBase58, toBase58 } from '#core/base/bytes.ts';
import type { RoomSecret } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { findTurnFault, type TurnServer } from '#core/base/turn-server.ts';

export interface RoomLink {
  readonly secret: RoomSecret;
  /** A decoration for people: up to 60 characters; empty when the link has none. */
  readonly name: string;
  /** TURN servers that whoever invites gives along, at most 3. Nobody has agreed to use them yet. */
  readonly turnServers?: readonly TurnServer[];
}

const maxNameLength = 60;
/** Longer than any link of ours; what is longer was not meant as one. */
const maxTextLength = 2000;
const maxTurnServers = 3;
/** Leaves the page's own address enough of the 2000. */
const maxHashLength = 1500;

/** Of 16 random bytes, what makes them a uuid v4 (RFC 9562 5.4): where it stands, which bits count, and what they are. */
const marks = [
  [6, 0xf0, 0x40],
  [8, 0xc0, 0x80],
] as const;

/** A new room: a uuid v4, 122 random bits. */
export const createRoomSecret = (): RoomSecret => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (const [at, mask, mark] of marks) bytes[at] = ((bytes[at] ?? 0) & ~mask) | mark;
  return toBase58(bytes) as RoomSecret;
};

/** True when `text` is the base58 of a uuid v4. */
const isSecret = (text: string): text is RoomSecret => {
  if (text.length > 22) return false;
  const bytes = fromBase58(text);
  return bytes?.length === 16 && marks.every(([at, mask, mark]) => ((bytes[at] ?? 0) & mask) === mark);
};

const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Letters, digits and what stands between words, in every script; single spaces. */
const cleanName = (name: string): string => {
  const clean = name
    .replace(/[^\p{L}\p{M}\p{N}\p{Emoji_Presentation} '&.,+-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // Cut between characters: half of one can't be written in an address.
  return [...clean].slice(0, maxNameLength).join('').trim();
};

/** `turn=<url>,<user>,<password>`, each percent-encoded. What can't be used is left out: the room is what counts. */
const readTurnServers = (extras: readonly string[]): readonly TurnServer[] =>
  extras
    .filter((extra) => extra.startsWith('turn='))
    .slice(0, maxTurnServers)
    .flatMap((extra) => {
      const [url = '', username = '', credential = '', more] = extra.slice('turn='.length).split(',').map(decodeSafely);
      const server = { url, username, credential };
      return more === undefined && findTurnFault(server) === undefined ? [server] : [];
    });

/** Colons may stand behind a `#` (RFC 3986 3.5), and addresses are easier to read with them. A quote at the end would be taken for one around the link. */
const encode = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':').replaceAll("'", '%27');

const formatTurnServer = ({ url, username, credential }: TurnServer): string =>
  `turn=${[url, username, credential].map(encode).join()}`;

/**
 * Reads what a person pasted or opened: a whole address, its part behind `#`, `name~secret`, or the bare secret, with
 * spaces, line ends or angle brackets around it. Fails with link/malformed.
 */
export const parseRoomLink = (text: string): Result<RoomLink, AppError> => {
  const malformed = fail(new AppError('link/malformed'));
  if (text.length > maxTextLength) return malformed;
  const trimmed = text.replace(/^[\s<>"'“”]+|[\s<>"'“”]+$/g, '');
  const afterHash = trimmed.includes('#') ? trimmed.slice(trimmed.indexOf('#') + 1) : trimmed;
  const [path = '', ...extras] = afterHash.replace(/^\/+/, '').split(/[?&]/);
  const decoded = decodeSafely(path).trim();
  const tilde = decoded.lastIndexOf('~');
  const secret = decoded
    .slice(tilde + 1)
    .replace(/[\s/]+$/g, '')
    .trim();
  if (!isSecret(secret)) return malformed;
  const turnServers = readTurnServers(extras);
  const name = tilde < 0 ? '' : cleanName(decoded.slice(0, tilde));
  return ok({ secret, name, ...(turnServers.length > 0 && { turnServers }) });
};

/** The part of the address from `#` on. Servers for which there is no room are left out. */
export const formatRoomHash = ({ secret, name, turnServers = [] }: RoomLink): string => {
  const clean = cleanName(name);
  const room = clean ? `#/${encodeURIComponent(clean.replaceAll(' ', '-'))}~${secret}` : `#/${secret}`;
  let hash = room;
  for (const server of turnServers.slice(0, maxTurnServers)) {
    const longer = `${hash}${hash === room ? '?' : '&'}${formatTurnServer(server)}`;
    if (longer.length <= maxHashLength) hash = longer;
  }
  return hash;
};
