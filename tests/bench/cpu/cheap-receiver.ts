// A cheap receiver: the real page, but nothing that it receives is decoded or drawn.
// Each function runs in the page and must stand alone.

import type { Received } from './cheap-words.ts';

interface CheapPage {
  cheap: {
    received(): Promise<Received[]>;
    keyFrameRequests(): Promise<number>;
  };
}

/** Before the page's own scripts; `script` is that of its worker. */
export const becomeCheap = (script: string): void => {
  const connections = new Set<RTCPeerConnection>();
  // From the start: frames that come before its script runs go past it, and so do all that follow.
  const worker = new Worker(script, { type: 'module' });
  let lines = 0;
  const swapFrames = ({ receiver }: Pick<RTCRtpTransceiver, 'receiver'>): void => {
    if (receiver.track.kind !== 'video' || receiver.transform) return;
    lines += 1;
    receiver.transform = new RTCRtpScriptTransform(worker, { line: lines });
  };
  // Whoever offers makes the lines, whoever answers finds them. A transform that is set later than that gets no frames.
  const { addTransceiver, setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.addTransceiver = function made(this: RTCPeerConnection, ...parameters) {
    const line = addTransceiver.apply(this, parameters);
    swapFrames(line);
    return line;
  };
  RTCPeerConnection.prototype.setRemoteDescription = function tapped(
    this: RTCPeerConnection,
    ...parameters: [RTCSessionDescriptionInit]
  ) {
    if (!connections.has(this)) this.addEventListener('track', swapFrames);
    connections.add(this);
    return setRemoteDescription.apply(this, parameters as never);
  };

  // What is not in an element is not drawn; the page finds what it has put there.
  const streams = new WeakMap<HTMLVideoElement, MediaProvider | null>();
  Object.defineProperty(HTMLVideoElement.prototype, 'srcObject', {
    configurable: true,
    get(this: HTMLVideoElement) {
      return streams.get(this) ?? null;
    },
    set(this: HTMLVideoElement, stream: MediaProvider | null) {
      streams.set(this, stream);
    },
  });

  (window as unknown as CheapPage).cheap = {
    received: () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data as Received[]);
        worker.postMessage({ ask: 'received' }, [port2]);
      }),
    keyFrameRequests: async () => {
      let requests = 0;
      for (const connection of connections)
        for (const entry of (await connection.getStats()).values() as Iterable<{ type: string; pliCount?: number }>)
          if (entry.type === 'inbound-rtp') requests += entry.pliCount ?? 0;
      return requests;
    },
  };
};

export interface CheapFigures {
  readonly lines: readonly Received[];
  readonly keyFrameRequests: number;
  readonly atMs: number;
}

export const readReceived = async (): Promise<CheapFigures> => {
  const { cheap } = window as unknown as CheapPage;
  const [lines, keyFrameRequests] = await Promise.all([cheap.received(), cheap.keyFrameRequests()]);
  return { lines, keyFrameRequests, atMs: performance.now() };
};
