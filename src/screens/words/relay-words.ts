// The state of the relays in words. People read "meeting point": that is what a relay is to them.

import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';

export type Relays = Call['relays']['value'];

export type RelaySummary =
  | { readonly is: 'open'; readonly count: number }
  | { readonly is: 'looking' | 'device-only' }
  | { readonly is: 'none'; readonly names: readonly string[] };

/** Meeting on this device always works and is no meeting point in the world: it doesn't count. */
export const summarizeRelays = (relays: Relays): RelaySummary => {
  const remote = relays.filter(({ network }) => network !== 'device');
  if (remote.length === 0) return { is: relays.length > 0 ? 'device-only' : 'looking' };
  // One that is being probed answered a moment ago: no alarm before it is known to be silent.
  const count = remote.filter(({ state }) => state.is === 'open' || state.is === 'probing').length;
  if (count > 0) return { is: 'open', count };
  const hasFailed = remote.some(({ state }) => state.is === 'waiting' || state.is === 'refused');
  return hasFailed ? { is: 'none', names: [...new Set(remote.map(({ name }) => name))] } : { is: 'looking' };
};

/**
 * Whether to say that no relay answers, given whether that was said before: it is over once one has answered, and not
 * when one is merely tried again, or opens and stays silent.
 */
export const areRelaysGone = (relays: Relays, wereGone: boolean): boolean => {
  const { is } = summarizeRelays(relays);
  if (!wereGone || is === 'none') return is === 'none';
  return !relays.some(
    ({ network, state }) => network !== 'device' && state.is === 'open' && state.roundTripMs !== undefined,
  );
};

/**
 * Whether some relay is there that is asked for signs of life. Trackers are not: all that is known of them is that their
 * sockets have not closed, which those of a network that is gone don't do either.
 */
export const isSomeRelayAlive = (relays: Relays): boolean =>
  relays.some(({ network, state }) => /^(?:nostr|mqtt)$/.test(network) && /^(?:open|probing)$/.test(state.is));

const shownNames = 4;

/** One line about the relays. `isOnline` is what the device says of its network. */
export const relayLine = (relays: Relays, isOnline: boolean): string => {
  const summary = summarizeRelays(relays);
  switch (summary.is) {
    case 'open':
      return t('relays.open', { count: summary.count });
    case 'looking':
      return t('relays.looking');
    case 'device-only':
      return t('relays.deviceOnly');
    case 'none':
      return isOnline ? t('relays.none', { names: listed(summary.names) }) : t('relays.offline');
  }
};

/** A few names, and how many more. */
export const listed = (names: readonly string[]): string =>
  names.length <= shownNames
    ? names.join(', ')
    : `${names.slice(0, shownNames).join(', ')} +${names.length - shownNames}`;
