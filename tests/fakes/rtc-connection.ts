// One fake RTCPeerConnection. Descriptions are JSON behind a little SDP; ICE succeeds when both ends know each other and
// the network lets them.

import { FakeChannel, sizeOf } from './rtc-channel.ts';
import { checkConfiguration, gather, isReachable, type FakeCandidate } from './rtc-gathering.ts';
import type { FakeNetwork } from './rtc-network.ts';
import { createFakeStats } from './rtc-stats.ts';

export interface FakeSending {
  readonly to: string;
  readonly track: MediaStreamTrack | null;
  readonly encoding: RTCRtpEncodingParameters;
}

export interface FakeEnd {
  readonly owner: string;
  /** What goes out on the line at `position`; undefined while there is no path. */
  sending(position: number): FakeSending | undefined;
  pathChanged(): void;
  /** What was found out about paths is of an address that is gone. */
  moved(): void;
  /** Gone without closing anything: what a killed process leaves behind. */
  vanish(): void;
  /** What comes on the channel. May be replaced, to have some of it lost. */
  receive(data: unknown): void;
}

interface Line {
  kind: 'audio' | 'video';
  direction: RTCRtpTransceiverDirection;
  track: MediaStreamTrack | null;
}

interface Description {
  readonly end: string;
  readonly ice: number;
  readonly lines: readonly Line['kind'][];
}

let nextEnd = 1;

const fingerprintOfEnd = (end: string): string =>
  Array.from({ length: 32 }, (_, index) =>
    ((Number(end) * 31 + index * 7) % 256).toString(16).padStart(2, '0').toUpperCase(),
  ).join(':');

const write = (description: Description, origin = '-'): string =>
  `v=0\r\no=${origin}\r\na=fake:${JSON.stringify(description)}\r\na=fingerprint:sha-256 ${fingerprintOfEnd(description.end)}\r\n`;

/** Firefox shows a description as it came; Chromium 156 writes it anew, with an origin of its own. */
const shownBy = (origin: string, description: RTCSessionDescription | null): RTCSessionDescription | null =>
  description && origin === '-' ? { ...description, sdp: description.sdp.replace(/^o=.*$/m, 'o=-') } : description;

const read = (sdp: string): Description => {
  const [, json] = /^a=fake:(.*)$/m.exec(sdp) ?? [];
  if (!json) throw new DOMException('not a description', 'OperationError');
  return JSON.parse(json) as Description;
};

const fakeTrack = (kind: string): MediaStreamTrack =>
  Object.assign(new EventTarget(), {
    kind,
    id: crypto.randomUUID(),
    readyState: 'live',
    enabled: true,
    stop: () => {},
  }) as unknown as MediaStreamTrack;

// oxlint-disable-next-line max-lines-per-function -- one object of the platform, told in one place
export const createFakePeerConnection = (
  network: FakeNetwork,
  owner: string,
  given: RTCConfiguration = {},
): RTCPeerConnection => {
  checkConfiguration(given);
  const { clock, ends } = network;
  const id = String(nextEnd++);
  const target = new EventTarget();
  const lines: {
    kind: Line['kind'];
    mid: string;
    direction: string;
    sender: {
      readonly track: MediaStreamTrack | null;
      getParameters(): { encodings: RTCRtpEncodingParameters[] };
    };
    receiver: { track: MediaStreamTrack; getSynchronizationSources: () => unknown };
    sent: MediaStreamTrack | null;
  }[] = [];
  let local: RTCSessionDescription | null = null;
  let remote: RTCSessionDescription | null = null;
  let signalingState: RTCSignalingState = 'stable';
  let connectionState: RTCPeerConnectionState = 'new';
  let configuration = given;
  let gatheringState: RTCIceGatheringState = 'new';
  /** What an ICE session gathers is decided when it begins. */
  let candidates: readonly FakeCandidate[] = [];
  let ice = 0;
  let wantsRestart = false;
  /** Other servers: the next offer begins anew by itself, an answer does not (RFC 9429 4.1.18). */
  let needsRestart = false;
  let channel: FakeChannel | undefined;
  let stable: { local: RTCSessionDescription | null; remote: RTCSessionDescription | null } = {
    local: null,
    remote: null,
  };
  let lastArrivalMs = 0;
  let pathTimer = (): void => {};
  let breakTimer: (() => void) | undefined;
  /** The ICE session in which this end gave up: only a restart brings it back. */
  let failedIce = 0;
  /** The last ICE session before this end got another address. */
  let movedIce = 0;
  const waiting: unknown[] = [];
  const early: unknown[] = [];
  const stats = createFakeStats(clock, id);

  const emit = (type: string, more: object = {}): void =>
    void target.dispatchEvent(Object.assign(new Event(type), more));
  const other = (): (FakeEnd & Inner) | undefined => {
    const known = remote ? (ends.get(read(remote.sdp).end) as (FakeEnd & Inner) | undefined) : undefined;
    return known;
  };
  const setState = (next: RTCPeerConnectionState): void => {
    if (connectionState === next || connectionState === 'closed') return;
    connectionState = next;
    emit('connectionstatechange');
    if (next === 'connected') {
      emit('iceconnectionstatechange');
      if (channel?.readyState === 'connecting') {
        channel.readyState = 'open';
        channel.dispatchEvent(new Event('open'));
        for (const data of early.splice(0)) end.receive(data);
      }
      flush();
    }
  };
  const agrees = (): boolean => {
    const peer = other();
    if (!peer || !local || !remote || signalingState !== 'stable' || read(local.sdp).ice <= failedIce) return false;
    return peer.agreesWith(id, read(local.sdp).ice, read(remote.sdp).ice);
  };
  /** Whether the addresses that were last agreed on are still ours. */
  const isFresh = (): boolean => !stable.local || read(stable.local.sdp).ice > movedIce;
  const isOpenPath = (): boolean => {
    const peer = other();
    if (!peer || network.isCut(owner, peer.owner) || !isFresh() || !peer.isFresh()) return false;
    return isReachable(candidates, peer.candidates(), network.isBlocked(owner, peer.owner));
  };
  const stopTimers = (): void => {
    pathTimer();
    breakTimer?.();
    breakTimer = undefined;
  };
  const giveUp = (): void => {
    failedIce = local ? read(local.sdp).ice : 0;
    setState('failed');
  };
  const breakUp = (): void => {
    breakTimer = undefined;
    if (isOpenPath()) return;
    setState('disconnected');
    // Whoever heard of it may have closed it.
    if (!ends.has(id)) return;
    breakTimer = clock.after(20_000, () => !isOpenPath() && giveUp());
  };
  // Each end looks for itself, as ICE and consent checks do. Describing again does not hide that a path is broken.
  const look = (): void => {
    if (connectionState === 'closed' || !local || !remote) return;
    pathTimer();
    if (agrees() && isOpenPath()) {
      if (connectionState === 'new') setState('connecting');
      pathTimer = clock.after(network.delayMs(), () => {
        if (!agrees() || !isOpenPath()) return;
        stopTimers();
        setState('connected');
      });
    } else if (connectionState === 'connected' && !isOpenPath()) {
      breakTimer ??= clock.after(5_000, breakUp);
    } else if (connectionState === 'new' || connectionState === 'connecting') {
      setState('connecting');
      pathTimer = clock.after(15_000, () => connectionState === 'connecting' && giveUp());
    }
  };
  const lookBoth = (): void => {
    look();
    other()?.pathChanged();
  };
  const flush = (): void => {
    const peer = other();
    if (!peer || !isOpenPath()) return;
    for (const data of waiting.splice(0)) {
      // Ordered, as SCTP is: nothing overtakes.
      lastArrivalMs = Math.max(lastArrivalMs, clock.nowMs() + network.delayMs());
      clock.after(lastArrivalMs - clock.nowMs(), () => {
        if (channel) channel.bufferedAmount -= sizeOf(data);
        peer.receive(data);
      });
    }
  };

  interface Inner {
    isFresh(): boolean;
    candidates(): readonly FakeCandidate[];
    agreesWith(end: string, theirIce: number, ourIce: number): boolean;
    /** The last packet of one that closes properly. */
    channelClosed(): void;
    /** How loud what this end sends on a line is; undefined when nothing is sent. */
    loudness(line: number): number | undefined;
  }
  const end: FakeEnd & Inner = {
    owner,
    candidates: () => candidates,
    sending: (position) => {
      const [sender, to] = [lines[position]?.sender, other()?.owner];
      const [encoding] = sender?.getParameters().encodings ?? [];
      return connectionState === 'connected' && sender && to && encoding
        ? { to, track: sender.track, encoding }
        : undefined;
    },
    pathChanged: () => {
      look();
      if (connectionState === 'connected') flush();
    },
    moved: () => {
      movedIce = ice;
    },
    isFresh,
    channelClosed: () => channel?.close(),
    loudness: (line) => {
      const track: (MediaStreamTrack & { loudness?: number }) | null | undefined = lines[line]?.sent;
      return track ? (track.enabled && track.loudness) || 0 : undefined;
    },
    vanish: () => {
      stopTimers();
      ends.delete(id);
      connectionState = 'closed';
      for (const each of ends.values()) each.pathChanged();
    },
    agreesWith: (theirEnd, theirIce, ourIce) =>
      local !== null &&
      remote !== null &&
      signalingState === 'stable' &&
      read(remote.sdp).end === theirEnd &&
      read(remote.sdp).ice === theirIce &&
      read(local.sdp).ice === ourIce,
    receive: (data) => {
      if (channel?.readyState === 'open') channel.dispatchEvent(Object.assign(new Event('message'), { data }));
      // The other end was open a moment before ours: SCTP keeps what it has received.
      else if (channel?.readyState === 'connecting') early.push(data);
    },
  };
  ends.set(id, end);

  const addLine = (
    kind: Line['kind'],
    direction: RTCRtpTransceiverDirection,
    sendEncodings: RTCRtpEncodingParameters[] = [],
  ) => {
    let encodings: RTCRtpEncodingParameters[] = sendEncodings.length > 0 ? sendEncodings : [{}];
    let more: object = {};
    const index = lines.length;
    let source: { audioLevel: number; timestamp: number } | undefined;
    const line = {
      kind,
      mid: String(index),
      direction: direction as string,
      sent: null as MediaStreamTrack | null,
      sender: {
        get track() {
          return line.sent;
        },
        replaceTrack: async (next: MediaStreamTrack | null) => {
          if (next && next.kind !== kind) throw new TypeError('a track of another kind');
          line.sent = next;
        },
        setStreams: () => {},
        getParameters: () => ({ ...more, encodings: encodings.map((each) => ({ ...each })) }),
        setParameters: async (parameters: RTCRtpSendParameters) => {
          ({ encodings, ...more } = parameters);
        },
      },
      receiver: {
        track: fakeTrack(kind),
        // The last one is told on, with its time, when nothing comes any more.
        getSynchronizationSources: () => {
          const audioLevel = connectionState === 'connected' && isOpenPath() ? other()?.loudness(index) : undefined;
          if (audioLevel !== undefined) source = { audioLevel, timestamp: clock.nowMs() };
          return source ? [source] : [];
        },
      },
    };
    lines.push(line);
    return line;
  };
  const describe = (type: 'offer' | 'answer'): RTCSessionDescription => {
    if (wantsRestart || (needsRestart && type === 'offer') || local === null) {
      ice += 1;
      needsRestart = false;
      candidates = gather(configuration);
    }
    wantsRestart = false;
    return {
      type,
      sdp: write({ end: id, ice, lines: lines.map(({ kind }) => kind) }, network.originOf(owner)),
      toJSON: () => ({}),
    } as RTCSessionDescription;
  };

  const gatherFor = (described: RTCSessionDescription): void => {
    gatheringState = 'gathering';
    const found = candidates;
    clock.after(1, () => {
      // Where the description was replaced, by an answer or a rollback, nothing is gathered for it any more.
      if (local !== described || connectionState === 'closed') return;
      local = { ...described, sdp: described.sdp + found.map(({ text }) => `a=${text}\r\n`).join('') };
      if (stable.local === described) stable = { ...stable, local };
      for (const { text } of found) {
        emit('icecandidate', {
          candidate: { candidate: text, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
        });
      }
      gatheringState = 'complete';
      emit('icegatheringstatechange');
    });
  };

  /** What is under way when the connection closes never settles (W3C WebRTC 4.4.1.2). */
  const settle = async (): Promise<void> => {
    await Promise.resolve();
    if (connectionState === 'closed') await new Promise<never>(() => {});
  };

  const pc = {
    createDataChannel: () => {
      channel = new FakeChannel((data) => {
        waiting.push(data);
        if (connectionState === 'connected') flush();
      });
      return channel;
    },
    addTransceiver: (kind: Line['kind'], init: RTCRtpTransceiverInit = {}) =>
      addLine(kind, init.direction ?? 'sendrecv', init.sendEncodings),
    getTransceivers: () => lines,
    getConfiguration: () => ({ iceTransportPolicy: 'all', ...configuration }),
    setConfiguration: (next: RTCConfiguration) => {
      checkConfiguration(next);
      if (next.bundlePolicy !== configuration.bundlePolicy)
        throw new DOMException('bundle', 'InvalidModificationError');
      if (JSON.stringify(next) !== JSON.stringify(configuration)) needsRestart ||= local !== null;
      configuration = next;
    },
    restartIce: () => {
      wantsRestart = true;
    },
    setLocalDescription: async () => {
      if (connectionState === 'closed') throw new DOMException('closed', 'InvalidStateError');
      if (signalingState === 'have-remote-offer') {
        // An answer to an ICE restart has new credentials, too.
        if (remote && stable.remote && read(remote.sdp).ice !== read(stable.remote.sdp).ice) wantsRestart = true;
        local = describe('answer');
        signalingState = 'stable';
        stable = { local, remote };
        lookBoth();
      } else {
        local = describe('offer');
        signalingState = 'have-local-offer';
      }
      gatherFor(local);
      await settle();
    },
    setRemoteDescription: async ({ type, sdp }: RTCSessionDescriptionInit) => {
      const description = read(sdp ?? '');
      if (type === 'answer' && signalingState !== 'have-local-offer')
        throw new DOMException('no offer', 'InvalidStateError');
      if (type === 'offer' && signalingState === 'have-local-offer') local = stable.local;
      remote = { type, sdp, toJSON: () => ({}) } as RTCSessionDescription;
      signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
      for (const kind of description.lines.slice(lines.length)) addLine(kind, 'recvonly');
      if (type === 'answer') {
        stable = { local, remote };
        lookBoth();
      }
      await settle();
    },
    addIceCandidate: async ({ candidate = '' }: RTCIceCandidateInit) => {
      if (!remote) throw new DOMException('no description yet', 'InvalidStateError');
      if (!candidate.startsWith('candidate:')) throw new DOMException('no candidate', 'OperationError');
      // It stands in the description from now on (RFC 9429 4.1.19).
      const line = `a=${candidate}\r\n`;
      if (!remote.sdp.includes(line)) remote = { ...remote, sdp: remote.sdp + line };
    },
    getStats: async () => {
      const to = other()?.owner;
      const path = to === undefined ? undefined : network.pathOf(owner, to);
      return path && connectionState === 'connected' ? stats(path, end.sending) : new Map();
    },
    close: () => {
      if (connectionState === 'closed') return;
      stopTimers();
      const peer = other();
      if (peer?.agreesWith(id, read(local?.sdp ?? '').ice, read(remote?.sdp ?? '').ice) && isOpenPath()) {
        clock.after(network.delayMs(), () => peer.channelClosed());
      }
      ends.delete(id);
      connectionState = 'closed';
      signalingState = 'closed';
      channel?.close();
      peer?.pathChanged();
    },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  };
  const states: PropertyDescriptorMap = {
    localDescription: { get: () => local },
    remoteDescription: { get: () => shownBy(network.originOf(owner), remote) },
    signalingState: { get: () => signalingState },
    connectionState: { get: () => connectionState },
    iceConnectionState: { get: () => connectionState },
    iceGatheringState: { get: () => gatheringState },
  };
  return Object.defineProperties(pc, states) as unknown as RTCPeerConnection;
};
