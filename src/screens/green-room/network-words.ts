// The relay networks, counted and named.

import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';

type Relays = Call['relays']['value'];
type Network = Relays[number]['network'];

export interface NetworkCount {
  readonly network: Network;
  readonly answering: number;
  readonly all: number;
}

/** Each network in the order of its first relay, without this device itself. */
export const countNetworks = (relays: Relays): readonly NetworkCount[] => {
  const networks = new Set(relays.map(({ network }) => network).filter((network) => network !== 'device'));
  return [...networks].map((network) => {
    const own = relays.filter((relay) => relay.network === network);
    const answering = own.filter(({ state }) => state.is === 'open' || state.is === 'probing').length;
    return { network, answering, all: own.length };
  });
};

export const networkName = (network: Network): string => {
  switch (network) {
    case 'nostr':
      return t('check.nostr');
    case 'mqtt':
      return t('check.mqtt');
    case 'torrent':
      return t('check.torrent');
    case 'device':
      return t('check.device');
  }
};
