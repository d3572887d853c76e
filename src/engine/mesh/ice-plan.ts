// Which servers a connection asks for addresses, and whether it may show its own. Pure.

export interface IceServers {
  readonly stunServers: readonly RTCIceServer[];
  /** Each with user and password; what has none is left out: a browser refuses the whole connection for it. */
  readonly turnServers: readonly RTCIceServer[];
  /** The own address is hidden from people: everything goes through TURN, or not at all. */
  readonly isRelayOnly: boolean;
}

export interface IcePlan {
  /** For every connection at first. TURN is in it only when there is no direct attempt: a place on a server is reserved for each. */
  readonly direct: RTCConfiguration;
  /** For where no direct path was found; undefined where no TURN server is known. */
  readonly relayed: RTCConfiguration | undefined;
  /** No candidate but relayed ones may leave, and no address of ours in anything. */
  readonly hidesAddress: boolean;
}

const hasCredentials = ({ username, credential }: RTCIceServer): boolean => Boolean(username && credential);

const configure = (iceServers: readonly RTCIceServer[]): RTCConfiguration => ({
  iceServers: [...iceServers],
  bundlePolicy: 'max-bundle',
});

/** Relay only without any TURN server reaches nobody: rather that than an address that was to stay hidden. */
export const planIce = ({ stunServers, turnServers, isRelayOnly }: IceServers): IcePlan => {
  const turn = turnServers.filter(hasCredentials);
  if (isRelayOnly) {
    // STUN would only be told the address for nothing.
    const hidden: RTCConfiguration = { ...configure(turn), iceTransportPolicy: 'relay' };
    return { direct: hidden, relayed: turn.length > 0 ? hidden : undefined, hidesAddress: true };
  }
  return {
    direct: configure(stunServers),
    relayed: turn.length > 0 ? configure([...stunServers, ...turn]) : undefined,
    hidesAddress: false,
  };
};
