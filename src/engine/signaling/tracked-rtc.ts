// Remembers every connection that Trystero opens, so that leaving closes them even where Trystero's own leaving fails.

import type { BaseRoomConfig } from '@trystero-p2p/core';
import type { RtcPort } from '#core/ports/rtc.ts';

/** What is needed of the port. */
export type RtcSource = Pick<RtcPort, 'create'>;

export interface TrackedRtc {
  /** For Trystero's `rtcPolyfill`. */
  readonly polyfill: NonNullable<BaseRoomConfig['rtcPolyfill']>;
  /** Closes what is still open and tells Trystero so. Never throws. */
  closeAll(): void;
}

const closeOne = (connection: RTCPeerConnection): void => {
  try {
    connection.close();
    // Closing from this side makes no event, and Trystero would keep the peer.
    connection.onconnectionstatechange?.(new Event('connectionstatechange'));
  } catch {
    // A connection that cannot be closed is closed.
  }
};

/** Makes a constructor that gives out connections of `source`. */
export const trackRtc = (source: RtcSource): TrackedRtc => {
  const live = new Set<RTCPeerConnection>();
  const open = (configuration?: RTCConfiguration): RTCPeerConnection => {
    for (const connection of live) if (connection.connectionState === 'closed') live.delete(connection);
    const connection = source.create(configuration ?? {});
    live.add(connection);
    return connection;
  };
  return {
    // A constructor that returns an object yields that object, so that `new` works on a plain function.
    polyfill: function trackedConnection(configuration?: RTCConfiguration) {
      return open(configuration);
    } as unknown as TrackedRtc['polyfill'],
    closeAll: () => {
      for (const connection of live) if (connection.connectionState !== 'closed') closeOne(connection);
      live.clear();
    },
  };
};
