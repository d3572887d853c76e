// Owns one RTCPeerConnection: its media lines, its control channel and its descriptions. Decides nothing.

import { createEmitter, type News } from '#core/base/emitter.ts';
import { createScope } from '#core/base/scope.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { Candidate } from '#core/wire/signal.ts';
import { mediaLines, planCodecs, type LocalTracks, type MediaPlace } from './media-lines.ts';

/** ICE and DTLS together, as the browser sums them up. */
export type TransportState = 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

export interface ConnectionOptions {
  readonly rtc: RtcPort;
  readonly configuration: RTCConfiguration;
  readonly tracks: LocalTracks;
  /** Groups microphone and camera, and screen and its sound, so that the receiver keeps them in step. */
  readonly streams: { readonly person: MediaStream; readonly screen: MediaStream };
}

export interface Connection extends Disposable {
  readonly onCandidate: News<Candidate>;
  readonly onTransport: News<TransportState>;
  /** ICE found a path; DTLS comes next. */
  readonly onPath: News<void>;
  /** The control channel is open. */
  readonly onOpen: News<void>;
  readonly onMessage: News<unknown>;
  readonly transport: () => TransportState;
  readonly isOpen: () => boolean;
  /** Makes an offer, with a new ICE session when `restart`. The text of the description. */
  offer(restart?: boolean): Promise<string>;
  /** Takes an offer and answers it. An own offer under way is rolled back by the browser (perfect negotiation, W3C WebRTC 10.7). */
  answer(offerSdp: string): Promise<string>;
  /** Takes the answer to our offer. */
  accept(answerSdp: string): Promise<void>;
  isStable(): boolean;
  /** Candidates may come before the description that they belong to; they wait. One that doesn't fit is ignored. */
  addCandidates(candidates: readonly Candidate[]): Promise<void>;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): Promise<void>;
  receivedTrack(place: MediaPlace): MediaStreamTrack | undefined;
  /** False when the channel is not open or its buffer is full. */
  send(text: string): boolean;
  descriptions(): { readonly local: string; readonly remote: string };
  stats(): Promise<RTCStatsReport>;
}

/** A slow peer's unsent control messages; above it something is wrong and messages are dropped. */
const maxBufferedBytes = 4 * 1024 * 1024;

const maxEarlyMessages = 16;

const candidateOf = (candidate: RTCIceCandidate): Candidate => ({
  candidate: candidate.candidate,
  sdpMid: candidate.sdpMid,
  sdpMLineIndex: candidate.sdpMLineIndex,
  usernameFragment: candidate.usernameFragment,
});

/** Opens nothing on the network before `offer` or `answer`. Throws when the browser refuses another connection. */
export const createConnection = ({ rtc, configuration, tracks, streams }: ConnectionOptions): Connection => {
  const scope = createScope();
  const pc = rtc.create(configuration);
  const onCandidate = createEmitter<Candidate>();
  const onTransport = createEmitter<TransportState>();
  const onPath = createEmitter<void>();
  const onOpen = createEmitter<void>();
  const onMessage = createEmitter<unknown>();
  const current: Record<MediaPlace, MediaStreamTrack | null> = { ...tracks };
  const waiting: Candidate[] = [];
  scope.add(() => pc.close());

  // Negotiated by number: Trystero's habit of taking any in-band channel as its own can't reach it, and it opens with SCTP.
  const channel = pc.createDataChannel('control', { negotiated: true, id: 0, ordered: true });
  // On a quick path the channel opens, and even the other's first words come, before the promise of the last description
  // resolves and the descriptions can be read (seen in Chromium 156): the news waits for that.
  const early: unknown[] = [];
  let isDescribed = false;
  const described = (): void => {
    if (isDescribed) return;
    isDescribed = true;
    if (channel.readyState === 'open') onOpen.emit();
    for (const data of early.splice(0)) onMessage.emit(data);
  };
  scope.listen(channel, 'open', () => isDescribed && onOpen.emit());
  scope.listen<MessageEvent>(channel, 'message', ({ data }) => {
    if (isDescribed) onMessage.emit(data);
    else if (early.length < maxEarlyMessages) early.push(data);
  });
  scope.listen<RTCPeerConnectionIceEvent>(pc, 'icecandidate', ({ candidate }) => {
    if (candidate?.candidate) onCandidate.emit(candidateOf(candidate));
  });

  const transport = (): TransportState => (pc.connectionState === 'new' ? 'connecting' : pc.connectionState);
  scope.listen(pc, 'connectionstatechange', () => onTransport.emit(transport()));

  scope.listen(pc, 'iceconnectionstatechange', () => {
    if (pc.iceConnectionState === 'connected') onPath.emit();
  });

  const streamOf = (place: MediaPlace): MediaStream =>
    place === 'screen' || place === 'screen-sound' ? streams.screen : streams.person;

  const makeLines = (): void => {
    for (const { place, kind } of mediaLines) {
      const line = pc.addTransceiver(kind, { direction: 'sendrecv', streams: [streamOf(place)] });
      const codecs = planCodecs(rtc.sendCodecs(kind));
      if (codecs.length > 0) line.setCodecPreferences?.(codecs);
      if (current[place]) void line.sender.replaceTrack(current[place]);
    }
  };

  /** The lines that the other's offer made are ours to send on, too. */
  const takeLines = async (): Promise<void> => {
    const lines = pc.getTransceivers();
    await Promise.all(
      mediaLines.map(async ({ place }, index) => {
        const line = lines[index];
        if (!line) return;
        line.direction = 'sendrecv';
        line.sender.setStreams?.(streamOf(place));
        await line.sender.replaceTrack(current[place]);
      }),
    );
  };

  const addWaiting = async (): Promise<void> => {
    for (const candidate of waiting.splice(0)) await pc.addIceCandidate(candidate).catch(() => {});
  };

  return {
    onCandidate,
    onTransport,
    onPath,
    onOpen,
    onMessage,
    transport,
    isOpen: () => channel.readyState === 'open',
    isStable: () => pc.signalingState === 'stable',
    offer: async (restart = false) => {
      if (pc.getTransceivers().length === 0) makeLines();
      if (restart) pc.restartIce();
      await pc.setLocalDescription();
      return pc.localDescription?.sdp ?? '';
    },
    answer: async (offerSdp) => {
      await pc.setRemoteDescription({ type: 'offer', sdp: offerSdp });
      await takeLines();
      await pc.setLocalDescription();
      described();
      await addWaiting();
      return pc.localDescription?.sdp ?? '';
    },
    accept: async (answerSdp) => {
      await pc.setRemoteDescription({ type: 'answer', sdp: answerSdp });
      described();
      await addWaiting();
    },
    addCandidates: async (candidates) => {
      waiting.push(...candidates);
      if (waiting.length > 100) waiting.splice(0, waiting.length - 100);
      if (pc.remoteDescription) await addWaiting();
    },
    setTrack: async (place, track) => {
      current[place] = track;
      const line = pc.getTransceivers()[mediaLines.findIndex((each) => each.place === place)];
      await line?.sender.replaceTrack(track).catch(() => {});
    },
    receivedTrack: (place) =>
      pc.getTransceivers()[mediaLines.findIndex((each) => each.place === place)]?.receiver.track,
    send: (text) => {
      if (channel.readyState !== 'open' || channel.bufferedAmount > maxBufferedBytes) return false;
      channel.send(text);
      return true;
    },
    descriptions: () => ({ local: pc.localDescription?.sdp ?? '', remote: pc.remoteDescription?.sdp ?? '' }),
    stats: () => pc.getStats(),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
