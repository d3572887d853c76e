// Probes in both pages: what leaves the camera and the microphone, and what arrives. Each function runs in the page, before its
// own scripts, and must stand alone.

import type { Probed, ProbeRequest } from './probe-words.ts';

/** Chromium's; TypeScript does not know it. */
declare class MediaStreamTrackProcessor<Data> {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<Data>;
}

interface ProbedPage {
  probe: { begin(): void; tell(): Promise<Probed>; bytes(): Promise<number> };
}

/** `script`: that of the worker. What is there to be seen and heard is `opened` by the page, or `received` from others. */
export const putProbe = ({ script, of }: { readonly script: string; readonly of: 'opened' | 'received' }): void => {
  const worker = new Worker(of === 'received' ? `${script}?receiver` : script, { type: 'module' });
  const connections = new Set<RTCPeerConnection>();
  const say = (request: ProbeRequest, transfer: Transferable[] = []): void => worker.postMessage(request, transfer);
  const probeTrack = (original: MediaStreamTrack): void => {
    // What the page does to its own, muting it or ending it, is none of the probe's business.
    const track = of === 'opened' ? original.clone() : original;
    if (track.kind === 'video') {
      const { readable } = new MediaStreamTrackProcessor<VideoFrame>({ track, maxBufferSize: 4 });
      say({ ask: 'watch', frames: readable }, [readable]);
    } else {
      const { readable } = new MediaStreamTrackProcessor<AudioData>({ track, maxBufferSize: 50 });
      say({ ask: 'listen', sound: readable }, [readable]);
    }
  };
  if (of === 'opened') {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      stream.getTracks().forEach(probeTrack);
      return stream;
    };
  } else {
    const { setRemoteDescription } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.setRemoteDescription = function probed(
      this: RTCPeerConnection,
      ...parameters: [RTCSessionDescriptionInit]
    ) {
      if (!connections.has(this)) this.addEventListener('track', ({ track }) => probeTrack(track));
      connections.add(this);
      return setRemoteDescription.apply(this, parameters as never);
    };
  }
  const bytes = async (): Promise<number> => {
    let sum = 0;
    for (const connection of connections) {
      const all = (await connection.getStats()).values() as Iterable<Record<string, unknown>>;
      for (const { type, kind, bytesReceived } of all)
        if (type === 'inbound-rtp' && kind === 'video') sum += Number(bytesReceived ?? 0);
    }
    return sum;
  };
  const tell = (): Promise<Probed> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data as Probed);
      say({ ask: 'tell' }, [port2]);
    });
  (window as unknown as ProbedPage).probe = { begin: () => say({ ask: 'begin' }), tell, bytes };
};

export interface ProbeReading extends Probed {
  /** Of pictures, since the page began. */
  readonly bytes: number;
}

export const beginProbe = (): void => (window as unknown as ProbedPage).probe.begin();
export const readProbe = async (): Promise<ProbeReading> => {
  const { probe } = window as unknown as ProbedPage;
  return { ...(await probe.tell()), bytes: await probe.bytes() };
};
