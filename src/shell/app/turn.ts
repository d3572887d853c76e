// Which servers a call may use for finding paths: the host's, the person's own, and those of its link once they are agreed to.

import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { turnHost, type TurnServer } from '#core/base/turn-server.ts';
import type { IceServers } from '#engine/mesh/ice-plan.ts';
import { stunServersOf, turnServersOf, type IceServerConfig } from '#engine/signaling/instance-config.ts';
import { formatRoomHash, parseRoomLink, type RoomLink } from '#engine/signaling/room-link.ts';
import type { TurnChoice } from '#screens/prefs/turn-context.ts';
import type { TurnServers } from '#screens/prefs/turn-servers.ts';
import { keepLinkAnswer, readLinkAnswer } from './link-answer.ts';

export interface Turn extends TurnChoice {
  readonly ice: ReadonlySignal<IceServers>;
}

export interface TurnDeps {
  /** Of starling.json. */
  readonly hostServers: readonly IceServerConfig[];
  readonly own: TurnServers;
  readonly hidesAddress: ReadonlySignal<boolean>;
  /** The link of the call that is open, from the green room on. */
  readonly link: ReadonlySignal<RoomLink | undefined>;
  /** Where answers are kept for this tab. */
  readonly tab: Pick<Storage, 'getItem' | 'setItem'>;
}

const toRtc = ({ url, username, credential }: TurnServer): RTCIceServer => ({ urls: [url], username, credential });

export const createTurn = ({ hostServers, own, hidesAddress, link, tab }: TurnDeps): Turn => {
  /** Counts answers up, so that what is kept is read again. */
  const answers = signal(0);
  const isWelcome = computed(() => {
    void answers.value;
    return link.value && readLinkAnswer(tab, link.value);
  });
  const linkServers = computed(() => link.value?.turnServers ?? []);
  const turnServers = computed(() => [
    ...turnServersOf(hostServers),
    ...[...own.servers.value, ...(isWelcome.value ? linkServers.value : [])].map(toRtc),
  ]);
  return {
    ice: computed(() => ({
      stunServers: stunServersOf(hostServers),
      turnServers: turnServers.value,
      isRelayOnly: hidesAddress.value,
    })),
    own: own.servers,
    add: own.add,
    remove: own.remove,
    giveAlong: (text) => {
      const parsed = parseRoomLink(text);
      if (!parsed.ok) return text;
      const { secret, name } = parsed.value;
      return text.replace(/#.*$/, () => formatRoomHash({ secret, name, turnServers: own.servers.peek() }));
    },
    isAnyKnown: computed(() => turnServers.value.length > 0),
    ofLink: computed(() => {
      const hosts = new Set(linkServers.value.map(({ url }) => turnHost(url) ?? ''));
      return hosts.size > 0 ? { hosts: [...hosts], isWelcome: isWelcome.value } : undefined;
    }),
    answerLink: (next) => {
      const now = link.peek();
      if (!now) return;
      keepLinkAnswer(tab, now, next);
      answers.value += 1;
    },
  };
};
