// Owns one RTCPeerConnection: its media lines, its control channel and its descriptions. Decides nothing.

import { createEmitter, type News } from '#core/base/emitter.ts';
import { createScope } from '#core/base/scope.ts';
import type { EncodePort } from '#core/ports/encode.ts';
import type { Candidate } from '#core/wire/signal.ts';
import { createControlChannel, type ControlChannel } from './control-channel.ts';
import { offerRole, otherRole, roleIn, type DtlsRole } from './dtls-role.ts';
import type { IcePlan } from './ice-plan.ts';
import { createIceServers } from './ice-servers.ts';
import { createLineSet, type LineOptions, type LineSet } from './line-set.ts';
import type { StatsSample } from './stats-sample.ts';

/** ICE and DTLS together, as the browser sums them up. */
export type TransportState = 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

export interface ConnectionOptions extends Omit<LineOptions, 'prepare'> {
  /** What holds now; asked again whenever addresses are gathered or sent. */
  readonly ice: () => IcePlan;
  /** Undefined where nothing is ever sent in the place of what a sender encodes itself. */
  readonly encode?: Pick<EncodePort, 'prepare'> | undefined;
}

export interface Connection
  extends
    Disposable,
    Pick<LineSet, 'sendScreen'>,
    Pick<ControlChannel, 'onOpen' | 'onMessage' | 'isOpen' | 'send' | 'beat'>,
    Pick<LineSet, 'setTrack' | 'receivedTrack' | 'loudness' | 'limitCamera' | 'sendFullSize' | 'holdVoice'>,
    Pick<LineSet, 'refreshPicture' | 'holdPictures' | 'resumePictures'>,
    Pick<LineSet, 'lend' | 'giveBack' | 'planOf'> {
  readonly onCandidate: News<Candidate>;
  readonly onTransport: News<TransportState>;
  /** ICE found a path; DTLS comes next. */
  readonly onPath: News<void>;
  /** The tracks that will be received are there; nothing has come on them yet. */
  readonly onTracks: News<void>;
  /** Both descriptions are known; the path is not there yet. */
  readonly onDescribed: News<void>;
  /** Makes an offer, with a new ICE session when `restart`. The text of the description. */
  offer(restart?: boolean): Promise<string>;
  /** Takes an offer and answers it. An own offer under way is rolled back by the browser (perfect negotiation, W3C WebRTC 10.7). */
  answer(offerSdp: string): Promise<string>;
  /** Takes the answer to our offer. */
  accept(answerSdp: string): Promise<void>;
  /**
   * From the next offer with `restart`, and the next answer to one, on, TURN servers are asked as well; again and again
   * makes no difference. False where there is none, or where this browser can't change what a connection asks (Firefox
   * before 99).
   */
  allowRelays(): boolean;
  isStable(): boolean;
  /**
   * Whether its lines were made by our offer. Such an end can take back a later offer; in Chromium 156 the other one shows
   * no picture any more after a rollback: they are decoded, and its tracks get none (tests/browser/engine/glare.test.ts).
   */
  isCaller(): boolean;
  /**
   * Whether a new path can be found on this connection (ICE restart). Not between Firefox and another browser: with its answer
   * Firefox 153 closes the old path, which Chromium 156 takes for the better one for three seconds and more, and one restart
   * after the other comes to nothing (laboratory, `cut-8`: 26 s). Nothing but the description tells the two apart.
   */
  canRestart(): boolean;
  /**
   * Whether it knows an address by which it is reached from outside, as far as there are servers to ask. One that asked while
   * the network was gone doesn't, and asks again so late that it does not for seconds after the network is back (RFC 8489 6.2.1:
   * twice as late each time; laboratory, `cut-60-silent`: 7 s).
   */
  knowsOutside(): boolean;
  /**
   * Whether a description is of the end with which this connection was first described: the same DTLS fingerprints. The
   * hello proves that end once; a later description that names another one would put somebody else in its place.
   */
  isSameEnd(sdp: string): boolean;
  /** Candidates may come before the description that they belong to; they wait. One that doesn't fit is ignored. */
  addCandidates(candidates: readonly Candidate[]): Promise<void>;
  descriptions(): { readonly local: string; readonly remote: string };
  /** Another number whenever something has come from the other end. */
  signs(): number;
  /** What goes over the connection at this moment. */
  measure(): Promise<StatsSample>;
}

/** Nobody is measured in the first moments of a call. */
const loadStats = () => import('./stats-sample.ts');

const maxWaitingCandidates = 100;

const candidateOf = (candidate: RTCIceCandidate): Candidate => ({
  candidate: candidate.candidate,
  sdpMid: candidate.sdpMid,
  sdpMLineIndex: candidate.sdpMLineIndex,
  usernameFragment: candidate.usernameFragment,
});

const isFirefox = (sdp = ''): boolean => /^o=mozilla/m.test(sdp);

/** The certificates that a description names (RFC 8122), in one form. */
const fingerprintsOf = (sdp: string): string => {
  const found = [...sdp.matchAll(/^a=fingerprint:(.+?)\s*$/gim)].map(([, value = '']) => value.toUpperCase());
  return [...new Set(found)].toSorted().join();
};

/** The addresses that a description shows. They stand under the first line: all lines share one transport (max-bundle). */
export const candidatesOf = (sdp: string): Candidate[] =>
  [...sdp.matchAll(/^a=(candidate:.*?)\s*$/gm)].map(([, candidate = '']) => ({
    candidate,
    sdpMid: null,
    sdpMLineIndex: 0,
    usernameFragment: null,
  }));

/** Opens nothing on the network before `offer` or `answer`. Throws when the browser refuses another connection. */
export const createConnection = ({ ice, encode, ...lineOptions }: ConnectionOptions): Connection => {
  const scope = createScope();
  const servers = createIceServers(ice);
  const pc = lineOptions.rtc.create(servers.wanted());
  scope.add(() => pc.close());
  const onCandidate = createEmitter<Candidate>();
  const onTransport = createEmitter<TransportState>();
  const onPath = createEmitter<void>();
  const onTracks = createEmitter<void>();
  const onDescribed = createEmitter<void>();
  const channel = createControlChannel(pc, scope);
  const prepare = encode && ((sender: RTCRtpSender): void => scope.add(encode.prepare(sender)));
  const lines = createLineSet(pc, { ...lineOptions, prepare });
  const waiting: Candidate[] = [];
  /** What the browser is taking, for as long as it doesn't show it. */
  let acceptedSdp = '';
  let end: string | undefined;
  let role: DtlsRole | undefined;
  /** As it came: Chromium 156 shows every description with an origin of its own. */
  let isTheirsFirefox = false;

  const transport = (): TransportState => (pc.connectionState === 'new' ? 'connecting' : pc.connectionState);
  scope.listen(pc, 'connectionstatechange', () => onTransport.emit(transport()));
  scope.listen(pc, 'iceconnectionstatechange', () => pc.iceConnectionState === 'connected' && onPath.emit());
  scope.listen<RTCPeerConnectionIceEvent>(pc, 'icecandidate', ({ candidate }) => {
    const told = candidate?.candidate ? servers.candidateToTell(candidateOf(candidate)) : undefined;
    if (told) onCandidate.emit(told);
  });

  let isCaller = false;
  /** Of a description that is kept or on its way, a candidate is not the present path's (RFC 8839 5.4, ufrag). */
  const isAhead = ({ usernameFragment }: Candidate): boolean =>
    Boolean(usernameFragment) && !pc.remoteDescription?.sdp.includes(`a=ice-ufrag:${usernameFragment}`);
  const addWaiting = async (): Promise<void> => {
    const all = waiting.splice(0);
    waiting.push(...all.filter(isAhead));
    for (const candidate of all) if (!isAhead(candidate)) await pc.addIceCandidate(candidate).catch(() => {});
  };
  const settle = async (): Promise<void> => {
    channel.described();
    await addWaiting();
  };
  const localSdp = (): string => servers.sdpToTell(offerRole(pc.localDescription?.sdp ?? '', role));

  return {
    ...channel,
    onCandidate,
    onTransport,
    onPath,
    onTracks,
    onDescribed,
    isStable: () => pc.signalingState === 'stable',
    isCaller: () => isCaller,
    canRestart: () => isFirefox(pc.localDescription?.sdp) === isTheirsFirefox,
    knowsOutside: () =>
      (servers.wanted().iceServers ?? []).length === 0 || / typ (srflx|relay) /.test(pc.localDescription?.sdp ?? ''),
    isSameEnd: (sdp) => fingerprintsOf(sdp) === (end ??= fingerprintsOf(sdp)),
    allowRelays: () => servers.allowRelays(pc),
    offer: async (restart = false) => {
      if (!pc.remoteDescription) isCaller = true;
      lines.make();
      servers.update(pc);
      if (restart) pc.restartIce();
      await pc.setLocalDescription();
      return localSdp();
    },
    answer: async (offerSdp) => {
      isTheirsFirefox = isFirefox(offerSdp);
      servers.update(pc);
      await pc.setRemoteDescription({ type: 'offer', sdp: offerSdp });
      onTracks.emit();
      lines.take();
      await pc.setLocalDescription();
      role ??= roleIn(pc.localDescription?.sdp ?? '');
      await settle();
      onDescribed.emit();
      return localSdp();
    },
    accept: async (answerSdp) => {
      onTracks.emit();
      acceptedSdp = answerSdp;
      isTheirsFirefox = isFirefox(answerSdp);
      // The channel may open, and the other's first words may come, before the promise below resolves (Chromium 156).
      channel.described();
      onDescribed.emit();
      await pc.setRemoteDescription({ type: 'answer', sdp: answerSdp });
      const theirs = roleIn(answerSdp);
      role ??= theirs && otherRole(theirs);
      await settle();
    },
    addCandidates: async (candidates) => {
      waiting.push(...candidates);
      if (waiting.length > maxWaitingCandidates) waiting.splice(0, waiting.length - maxWaitingCandidates);
      if (pc.remoteDescription) await addWaiting();
    },
    setTrack: lines.setTrack,
    limitCamera: lines.limitCamera,
    sendScreen: lines.sendScreen,
    sendFullSize: lines.sendFullSize,
    refreshPicture: lines.refreshPicture,
    holdPictures: lines.holdPictures,
    resumePictures: lines.resumePictures,
    holdVoice: lines.holdVoice,
    receivedTrack: lines.receivedTrack,
    loudness: lines.loudness,
    descriptions: () => ({ local: localSdp(), remote: pc.remoteDescription?.sdp ?? acceptedSdp }),
    signs: () => channel.received() + lines.soundMark(),
    lend: lines.lend,
    giveBack: lines.giveBack,
    planOf: lines.planOf,
    measure: async () => {
      const { lineIdsOf, readStats } = await loadStats();
      return lines.correct(readStats(await pc.getStats(), lineIdsOf(pc.getTransceivers())));
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
