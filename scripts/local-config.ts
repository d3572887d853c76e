// The starling.json of a server of ours: the built one, with the relay on the very same host and nothing else, so that
// a call on one machine or one network sends nothing outside.

/** Where the relay of our servers listens. In the list of relays, a bare path means "same host as the page". */
export const RELAY_PATH = '/relay';

export const localConfig = (built: string): string => {
  const config = JSON.parse(built) as Record<string, unknown>;
  return JSON.stringify({ ...config, relays: { nostr: [RELAY_PATH], mqtt: [], torrent: [] }, iceServers: [] }, null, 2);
};
