// What one connection asks for addresses at the moment, and what it tells of them.

import type { Candidate } from '#core/wire/signal.ts';
import { hideInCandidate, hideInSdp } from './hide-address.ts';
import type { IcePlan } from './ice-plan.ts';

type Configurable = Partial<Pick<RTCPeerConnection, 'setConfiguration'>>;

export interface ConnectionServers {
  /** What the connection is to be made with. */
  wanted(): RTCConfiguration;
  /**
   * Puts `pc` right where the plan has changed. It counts from the next ICE session (RFC 9429 4.1.18), which Chromium begins
   * with the next offer by itself, also without `restartIce`.
   */
  update(pc: Configurable): boolean;
  allowRelays(pc: Configurable): boolean;
  candidateToTell(candidate: Candidate): Candidate | undefined;
  sdpToTell(sdp: string): string;
}

/** For a connection that is made with `wanted()` at once. */
export const createIceServers = (ice: () => IcePlan): ConnectionServers => {
  let isRelayed = false;
  const wanted = (): RTCConfiguration => {
    const { direct, relayed } = ice();
    return (isRelayed && relayed) || direct;
  };
  let applied = wanted();
  const update = (pc: Configurable): boolean => {
    const next = wanted();
    if (next === applied) return true;
    try {
      if (!pc.setConfiguration) return false;
      pc.setConfiguration(next);
      applied = next;
      return true;
    } catch {
      // An address that this browser can't read: what it has goes on to hold.
      return false;
    }
  };
  return {
    wanted,
    update,
    allowRelays: (pc) => {
      if (!ice().relayed) return false;
      isRelayed = true;
      return update(pc);
    },
    candidateToTell: (candidate) => (ice().hidesAddress ? hideInCandidate(candidate) : candidate),
    sdpToTell: (sdp) => (ice().hidesAddress ? hideInSdp(sdp) : sdp),
  };
};
