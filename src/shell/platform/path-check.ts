// Gathers this device's addresses on a connection of its own, which reaches nobody.

import type { GatheredCandidate, PathCheckPort } from '#core/ports/path-check.ts';
import type { RtcPort } from '#core/ports/rtc.ts';

/** A server that has not answered by then does not answer. */
const gatherTimeoutMs = 5_000;

const candidateOf = (candidate: RTCIceCandidate): GatheredCandidate | undefined => {
  const { type, protocol, address, port, relatedAddress, relatedPort } = candidate;
  if (!type || !protocol || !port) return undefined;
  return {
    type,
    protocol,
    port,
    address: address ?? undefined,
    relatedAddress: relatedAddress ?? undefined,
    relatedPort: relatedPort ?? undefined,
  };
};

/** Resolves when all was gathered, at the latest after `gatherTimeoutMs` or when `signal` is aborted. */
const gatherOn = (connection: RTCPeerConnection, signal: AbortSignal): Promise<readonly GatheredCandidate[]> =>
  new Promise((resolve) => {
    const found: GatheredCandidate[] = [];
    const finish = (): void => {
      clearTimeout(timer);
      resolve(found);
    };
    const timer = setTimeout(finish, gatherTimeoutMs);
    signal.addEventListener('abort', finish, { once: true });
    connection.addEventListener('icecandidate', ({ candidate }) => {
      const own = candidate ? candidateOf(candidate) : undefined;
      if (own) found.push(own);
    });
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') finish();
    });
    connection.createDataChannel('check');
    connection.setLocalDescription().catch(finish);
  });

export const createPathCheck = (rtc: RtcPort, iceServers: readonly RTCIceServer[]): PathCheckPort => {
  const urls = iceServers.flatMap(({ urls }) => urls);
  const hasTurn = urls.some((url) => /^turns?:/i.test(url));
  return {
    gather: async (signal) => {
      // TURN servers answer as STUN servers do, too.
      const nothing = { candidates: [], stunServers: urls.length, hasTurn };
      if (urls.length === 0 || signal.aborted) return nothing;
      let connection: RTCPeerConnection | undefined;
      try {
        connection = rtc.create({ iceServers: [...iceServers] });
        return { ...nothing, candidates: await gatherOn(connection, signal) };
      } catch {
        return nothing;
      } finally {
        connection?.close();
      }
    },
  };
};
