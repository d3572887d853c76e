// Looks after every connection that Trystero opens: leaving closes them even where Trystero's own leaving fails, and what it
// leaves behind on those that live is taken away.

import type { BaseRoomConfig } from '@trystero-p2p/core';
import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { RtcPort } from '#core/ports/rtc.ts';

/** What is needed of the port. */
export type RtcSource = Pick<RtcPort, 'create'>;

export interface TrackedRtc {
  /** For Trystero's `rtcPolyfill`. */
  readonly polyfill: NonNullable<BaseRoomConfig['rtcPolyfill']>;
  /** Closes what is still open, and from then on whatever is opened, and tells Trystero so. Never throws. */
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

/** Longer than Trystero waits for gathering (15 s, `iceTimeout` in its peer.ts). */
const gatheringWaitMs = 20_000;

/**
 * Whoever waits in a pool gets another offer every minute, and each has Trystero (0.25.4) listen for the end of gathering anew.
 * Where it does not end in time, nobody takes that listener away: 154 in half an hour (laboratory, `churn`).
 */
const forgetGathering = (connection: RTCPeerConnection, clock: ClockPort, waiting: Set<Stop>): void => {
  const add = connection.addEventListener.bind(connection);
  connection.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions): void => {
    add(type, listener, options);
    if (type !== 'icegatheringstatechange') return;
    const stop = clock.after(gatheringWaitMs, () => {
      waiting.delete(stop);
      connection.removeEventListener(type, listener);
    });
    waiting.add(stop);
  };
};

/** Makes a constructor that gives out connections of `source`. */
export const trackRtc = (source: RtcSource, clock: ClockPort): TrackedRtc => {
  const waiting = new Set<Stop>();
  const live = new Set<RTCPeerConnection>();
  let isOver = false;
  const open = (configuration?: RTCConfiguration): RTCPeerConnection => {
    for (const connection of live) if (connection.connectionState === 'closed') live.delete(connection);
    const connection = source.create(configuration ?? {});
    // Where an offer fails as its connection is closed, Trystero makes another connection for it, after leaving as well. Not
    // closed before it has set it up, which would throw.
    if (isOver) queueMicrotask(() => closeOne(connection));
    else {
      live.add(connection);
      forgetGathering(connection, clock, waiting);
    }
    return connection;
  };
  return {
    // A constructor that returns an object yields that object, so that `new` works on a plain function.
    polyfill: function trackedConnection(configuration?: RTCConfiguration) {
      return open(configuration);
    } as unknown as TrackedRtc['polyfill'],
    closeAll: () => {
      isOver = true;
      for (const connection of live) if (connection.connectionState !== 'closed') closeOne(connection);
      live.clear();
      waiting.forEach((stop) => stop());
      waiting.clear();
    },
  };
};
