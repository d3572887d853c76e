// Which addresses this device could be reached at, asked for on demand.

/** What a connection check needs of an RTCIceCandidate; undefined where the browser hides it. */
export interface GatheredCandidate {
  readonly type: RTCIceCandidateType;
  readonly protocol: RTCIceProtocol;
  readonly address: string | undefined;
  readonly port: number;
  /** Where on this device a `srflx` candidate starts; port 0 or undefined when hidden. */
  readonly relatedAddress: string | undefined;
  readonly relatedPort: number | undefined;
}

export interface Gathered {
  readonly candidates: readonly GatheredCandidate[];
  /** How many STUN servers were to be asked. */
  readonly stunServers: number;
  readonly hasTurn: boolean;
}

export interface PathCheckPort {
  /** Asks the configured servers; takes up to some seconds. Never rejects: what did not answer is missing. */
  gather(signal: AbortSignal): Promise<Gathered>;
}
