// How loud somebody's sound arrives, from what the browser has played of it last.

/** A microphone's packets come every 20 ms: when the last one has been the last for so long, none comes. */
const staleMs = 300;

/** The one whose packet was played last. */
export const newestSource = (
  sources: readonly RTCRtpSynchronizationSource[],
): RTCRtpSynchronizationSource | undefined => {
  let newest: RTCRtpSynchronizationSource | undefined;
  for (const source of sources) if (!newest || source.timestamp > newest.timestamp) newest = source;
  return newest;
};

/**
 * Reads the amplitude, 0 to 1, of what `sources` (RTCRtpReceiver.getSynchronizationSources) tells; to be called about ten
 * times a second, less often in a page that the browser slows down. Browsers go on telling the last loudness for ten
 * seconds after the last packet, and do not agree on whose clock its time is of: only whether it moves can be relied on.
 */
export const createArrivalMeter = (sources: () => readonly RTCRtpSynchronizationSource[]) => {
  let last: number | undefined;
  let movedAtMs = -Infinity;
  return (nowMs: number): number => {
    const newest = newestSource(sources());
    if (!newest) return 0;
    if (newest.timestamp !== last) movedAtMs = nowMs;
    last = newest.timestamp;
    return nowMs - movedAtMs < staleMs ? (newest.audioLevel ?? 0) : 0;
  };
};
