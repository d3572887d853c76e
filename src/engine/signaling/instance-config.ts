// `starling.json` beside the page: checked field by field, and what is wrong falls back to the built-in (DESIGN D9).

import * as v from 'valibot';
import { AppError } from '#core/base/errors.ts';
import { findTurnFault, turnHost } from '#core/base/turn-server.ts';
import { builtInIceServers, builtInName, builtInRelays } from './built-in-relays.ts';

/** Relay addresses by network, ws: or wss:, in order of preference; an empty list turns the network off. */
export interface RelayLists {
  readonly nostr: readonly string[];
  readonly mqtt: readonly string[];
  readonly torrent: readonly string[];
}

/** As RTCIceServer: `stun:`, `stuns:`, `turn:` or `turns:` addresses. */
export interface IceServerConfig {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface InstanceConfig {
  /** What the instance calls itself; 1 to 60 characters. */
  readonly name: string;
  readonly relays: RelayLists;
  readonly iceServers: readonly IceServerConfig[];
  /** Pictures may be encoded once for several people; false: each connection encodes for itself. */
  readonly encodeOnce: boolean;
}

/** The configuration, whole whatever the file holds, and one problem ('config/invalid', details.field) for each fault in it. */
export interface ParsedInstanceConfig {
  /** By how much the host's clock is ahead of ours, milliseconds; 0 or absent where it did not say. */
  readonly hostAheadMs?: number;
  readonly config: InstanceConfig;
  readonly problems: readonly AppError[];
}

const maxRelays = 16;
const maxIceServers = 8;
const maxUrlLength = 300;

const isNetworkUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  // A name or a password in the address would end up in logs and on the screen.
  return (protocol === 'ws:' || protocol === 'wss:') && !username && !password && !hash;
};

/** `/relay` means the host that the page came from, in the page's own security. */
const resolveAgainstPage = (text: string, pageUrl: string): string => {
  if (!/^\/(?!\/)/.test(text) || !URL.canParse(text, pageUrl)) return text;
  const url = new URL(text, pageUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.username = '';
  url.password = '';
  return url.href;
};

const nameSchema = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(60));
const urlText = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(maxUrlLength));
const relayListSchema = (pageUrl: string) =>
  v.pipe(
    v.array(
      v.pipe(
        urlText,
        v.transform((text) => resolveAgainstPage(text, pageUrl)),
        v.check(isNetworkUrl, 'a ws: or wss: address'),
      ),
    ),
    v.maxLength(maxRelays),
    v.transform((urls): readonly string[] => [...new Set(urls)]),
  );
const isTurn = (url: string): boolean => /^turns?:/i.test(url);
const iceUrl = v.pipe(
  urlText,
  v.regex(/^(stun|turn)s?:[^\s/]+$/i),
  v.check((url) => !isTurn(url) || turnHost(url) !== undefined),
);
const urlsSchema = v.pipe(
  v.union([iceUrl, v.pipe(v.array(iceUrl), v.minLength(1), v.maxLength(8))]),
  v.transform((urls): readonly string[] => (typeof urls === 'string' ? [urls] : urls)),
);
/** Browsers refuse every connection for a TURN server without a user or a password. */
const has = (server: IceServerConfig, field: 'username' | 'credential'): boolean => {
  const url = server.urls.find(isTurn);
  return url === undefined || findTurnFault({ ...server, url }) !== field;
};
const iceServersSchema = v.pipe(
  v.array(
    v.pipe(
      v.object({
        urls: urlsSchema,
        username: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
        credential: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
      }),
      v.forward(
        v.check((server) => has(server, 'username')),
        ['username'],
      ),
      v.forward(
        v.check((server) => has(server, 'credential')),
        ['credential'],
      ),
    ),
  ),
  v.maxLength(maxIceServers),
);

type Schema<T> = v.GenericSchema<unknown, T>;
type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `relays.nostr[2]`, as a person would look for it in the file. */
const fieldName = (prefix: string, path: readonly { readonly key: unknown }[] = []): string =>
  prefix + path.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');

/** Collects what is wrong while fields are read. */
const createReader = (problems: AppError[]) => {
  const complain = (field: string): void =>
    void problems.push(new AppError('config/invalid', { field: field.slice(0, 100) }));
  return {
    complain,
    /** The field's value, or `fallback` when it is absent (fine) or wrong (a problem). */
    field: <T>(value: unknown, name: string, schema: Schema<T>, fallback: T): T => {
      if (value === undefined) return fallback;
      const parsed = v.safeParse(schema, value, { abortEarly: true });
      if (parsed.success) return parsed.output;
      complain(fieldName(name, parsed.issues[0].path));
      return fallback;
    },
    unknownKeys: (fields: Fields, known: readonly string[], prefix: string): void => {
      for (const key of Object.keys(fields).slice(0, 50)) if (!known.includes(key)) complain(prefix + key);
    },
  };
};

/**
 * Reads the parsed JSON of `starling.json` (undefined when there is no file). `pageUrl` is the address of the page,
 * against which relay addresses that begin with `/` are resolved. Never throws.
 */
export const parseInstanceConfig = (value: unknown, pageUrl: string): ParsedInstanceConfig => {
  const problems: AppError[] = [];
  const { complain, field, unknownKeys } = createReader(problems);
  if (value !== undefined && !isFields(value)) complain('starling.json');
  const fields = isFields(value) ? value : {};
  unknownKeys(fields, ['name', 'relays', 'iceServers', 'encodeOnce'], '');
  const relays = fields['relays'];
  if (relays !== undefined && !isFields(relays)) complain('relays');
  const lists = isFields(relays) ? relays : {};
  unknownKeys(lists, ['nostr', 'mqtt', 'torrent'], 'relays.');
  const iceServers = fields['iceServers'];
  if (Array.isArray(iceServers)) {
    iceServers.slice(0, maxIceServers).forEach((server: unknown, index) => {
      if (isFields(server)) unknownKeys(server, ['urls', 'username', 'credential'], `iceServers[${index}].`);
    });
  }
  const list = relayListSchema(pageUrl);
  return {
    config: {
      name: field(fields['name'], 'name', nameSchema, builtInName),
      relays: {
        nostr: field(lists['nostr'], 'relays.nostr', list, builtInRelays.nostr),
        mqtt: field(lists['mqtt'], 'relays.mqtt', list, builtInRelays.mqtt),
        torrent: field(lists['torrent'], 'relays.torrent', list, builtInRelays.torrent),
      },
      iceServers: field(iceServers, 'iceServers', iceServersSchema, builtInIceServers),
      encodeOnce: field(fields['encodeOnce'], 'encodeOnce', v.boolean(), true),
    },
    problems,
  };
};

/** What of `servers` is STUN: enough for finding people, and it reserves nothing on anybody's server. */
export const stunServersOf = (servers: readonly IceServerConfig[]): { urls: string[] }[] =>
  servers
    .map(({ urls }) => ({ urls: urls.filter((url) => /^stuns?:/i.test(url)) }))
    .filter(({ urls }) => urls.length > 0);

/** What of `servers` is TURN, with its user and password. */
export const turnServersOf = (servers: readonly IceServerConfig[]): RTCIceServer[] =>
  servers.map((server) => ({ ...server, urls: server.urls.filter(isTurn) })).filter(({ urls }) => urls.length > 0);
