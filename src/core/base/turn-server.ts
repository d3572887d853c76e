// A TURN server as people bring it: one address, a user and a password. What is wrong with it, told before a browser throws.

export interface TurnServer {
  /** `turn:` or `turns:` (RFC 7065): `turn:turn.example.org:3478?transport=tcp`. */
  readonly url: string;
  readonly username: string;
  /** The password. */
  readonly credential: string;
}

/** The field that can't be used. */
export type TurnFault = keyof TurnServer;

/** Browsers allow 512 bytes (RFC 8489 14.3); nobody's are that long. */
const maxSecretLength = 500;
const maxUrlLength = 300;

/** Host names in ASCII alone: what stands beside our own words can't look like another, nor turn them around. */
const pattern =
  /^turns?:(\[[\da-f:.]{2,45}\]|[a-z\d](?:[a-z\d._-]{0,251}[a-z\d])?)(?::(\d{1,5}))?(?:\?transport=(?:udp|tcp))?$/i;

/** Half a character can't be written in a link. */
const isWord = (text: unknown): boolean =>
  typeof text === 'string' && text !== '' && text.length <= maxSecretLength && !/\p{Cs}/u.test(text);

/** The name of the host in `url`, as it is shown; undefined for what is no address of a TURN server. */
export const turnHost = (url: string): string | undefined => {
  if (url.length > maxUrlLength) return undefined;
  const [, host, port] = pattern.exec(url) ?? [];
  return port === undefined || (Number(port) > 0 && Number(port) <= 65_535) ? host?.toLowerCase() : undefined;
};

/** The first field that a browser would refuse; undefined where all can be used. */
export const findTurnFault = (server: { readonly [K in TurnFault]?: unknown }): TurnFault | undefined => {
  if (typeof server.url !== 'string' || turnHost(server.url) === undefined) return 'url';
  if (!isWord(server.username)) return 'username';
  return isWord(server.credential) ? undefined : 'credential';
};

/** What a person typed, as an address: a bare host name is meant as `turn:`. */
export const completeTurnUrl = (typed: string): string => {
  const text = typed.trim();
  return text === '' || /^[a-z]+:(?!\d)/i.test(text) ? text : `turn:${text}`;
};
