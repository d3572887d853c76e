// What arrives in one page of a whole call. Each function runs in the page and must stand alone.

interface WatchedPage {
  readonly watchedConnections: Set<RTCPeerConnection>;
}

/** Before the page's own scripts. */
export const watchConnections = (): void => {
  const connections = new Set<RTCPeerConnection>();
  Object.assign(window, { watchedConnections: connections } satisfies WatchedPage);
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = function watched(
    this: RTCPeerConnection,
    ...parameters: [RTCSessionDescriptionInit]
  ) {
    connections.add(this);
    return setRemoteDescription.apply(this, parameters as never);
  };
};

/** One picture that comes, counted since it began. */
export interface Line {
  readonly id: string;
  readonly frames: number;
  readonly freezes: number;
  readonly bytes: number;
  readonly size: string;
}

export const readLines = async (): Promise<Line[]> => {
  const lines: Line[] = [];
  for (const connection of (window as unknown as WatchedPage).watchedConnections) {
    if (connection.connectionState === 'closed') continue;
    const all = (await connection.getStats()).values() as Iterable<Record<string, unknown>>;
    for (const { type, kind, ssrc, framesDecoded, freezeCount, bytesReceived, frameWidth, frameHeight } of all) {
      if (type !== 'inbound-rtp' || kind !== 'video' || !framesDecoded) continue;
      lines.push({
        id: String(ssrc),
        frames: Number(framesDecoded),
        freezes: Number(freezeCount ?? 0),
        bytes: Number(bytesReceived ?? 0),
        size: `${String(frameWidth)}x${String(frameHeight)}`,
      });
    }
  }
  return lines;
};

/** When the pictures of so many others are all there, on the page's clock. To be asked before they are. */
export const waitForPictures = async (others: number): Promise<number> => {
  const count = (): number =>
    [...document.querySelectorAll<HTMLVideoElement>('[data-testid="tile"]:not([data-self]) video')].filter(
      ({ videoWidth, readyState }) => videoWidth > 0 && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
    ).length;
  const endMs = performance.now() + 60_000;
  while (count() < others && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 20));
  return performance.now();
};

/** The same clock. */
export const readClick = (): number | undefined =>
  (window as unknown as { joinWatch: { clickedAt?: number } }).joinWatch.clickedAt;
