// Remembers every connection that Trystero opens, so that leaving closes them even where Trystero's own leaving fails.

export interface TrackedRtc {
  /** For Trystero's `rtcPolyfill`. */
  readonly rtc: typeof RTCPeerConnection;
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

/** Makes a constructor that behaves as `base`. */
export const trackRtc = (base: typeof RTCPeerConnection): TrackedRtc => {
  const live = new Set<RTCPeerConnection>();
  const open = (configuration?: RTCConfiguration): RTCPeerConnection => {
    for (const connection of live) if (connection.connectionState === 'closed') live.delete(connection);
    const connection = new base(configuration);
    live.add(connection);
    return connection;
  };
  return {
    // A constructor that returns an object yields that object, so that `new` works on a plain function.
    rtc: function trackedConnection(configuration?: RTCConfiguration) {
      return open(configuration);
    } as unknown as typeof RTCPeerConnection,
    closeAll: () => {
      for (const connection of live) if (connection.connectionState !== 'closed') closeOne(connection);
      live.clear();
    },
  };
};
