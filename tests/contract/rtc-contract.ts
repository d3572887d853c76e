// What engine/mesh/connection.ts relies on. Runs on the fake in Node and on the browser's own connections in Chromium: a
// fake that lies fails here.

import { expect, it } from 'vitest';
import { countCandidates, totalOf } from '#engine/mesh/candidate-counts.ts';

export interface RtcBench {
  /** A connection of one person and one of another; closed when the test is over. */
  create(end: 'here' | 'there', configuration?: RTCConfiguration): RTCPeerConnection;
  track(kind: 'audio' | 'video'): MediaStreamTrack;
  /** Lets a track be heard, as somebody's tile does: browsers unpack only what is played. */
  play(track: MediaStreamTrack): void;
  /** Resolves as soon as `check` no longer throws. */
  eventually(check: () => void): Promise<void>;
}

interface End {
  readonly pc: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly heard: unknown[];
  readonly states: string[];
  needed: number;
}

const kinds = ['audio', 'video', 'video', 'audio'] as const;

const makeEnd = (pc: RTCPeerConnection): End => {
  const channel = pc.createDataChannel('control', { negotiated: true, id: 0, ordered: true });
  const end: End = { pc, channel, heard: [], states: [], needed: 0 };
  channel.addEventListener('message', ({ data }) => end.heard.push(data));
  channel.addEventListener('open', () => end.states.push('open'));
  pc.addEventListener('connectionstatechange', () => end.states.push(pc.connectionState));
  pc.addEventListener(
    'iceconnectionstatechange',
    () => pc.iceConnectionState === 'connected' && end.states.push('path'),
  );
  pc.addEventListener('negotiationneeded', () => (end.needed += 1));
  return end;
};

const makePair = ({ create }: RtcBench): readonly [End, End] => [makeEnd(create('here')), makeEnd(create('there'))];

const addLines = ({ pc }: End): void => {
  for (const kind of kinds) pc.addTransceiver(kind, { direction: 'sendrecv' });
};

/** Passes on addresses, none before the description that it belongs to. */
const passCandidates = (from: End, to: End): void => {
  const waiting: RTCIceCandidate[] = [];
  from.pc.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate) waiting.push(candidate);
    void pass();
  });
  to.pc.addEventListener('signalingstatechange', () => void pass());
  const pass = async (): Promise<void> => {
    if (!to.pc.remoteDescription) return;
    for (const candidate of waiting.splice(0)) await to.pc.addIceCandidate(candidate).catch(() => {});
  };
};

const offerOf = async ({ pc }: End): Promise<RTCSessionDescriptionInit> => {
  await pc.setLocalDescription();
  return { type: 'offer', sdp: pc.localDescription?.sdp ?? '' };
};

const answer = async ({ pc }: End, offer: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit> => {
  await pc.setRemoteDescription(offer);
  for (const line of pc.getTransceivers()) line.direction = 'sendrecv';
  await pc.setLocalDescription();
  return { type: 'answer', sdp: pc.localDescription?.sdp ?? '' };
};

const describeEachOther = async (a: End, b: End): Promise<void> =>
  a.pc.setRemoteDescription(await answer(b, await offerOf(a)));

const connect = async (bench: RtcBench): Promise<readonly [End, End]> => {
  const [here, there] = makePair(bench);
  passCandidates(here, there);
  passCandidates(there, here);
  addLines(here);
  await describeEachOther(here, there);
  await bench.eventually(() => expect([here.channel.readyState, there.channel.readyState]).toEqual(['open', 'open']));
  return [here, there];
};

/** What is gathered from now on; browsers say the end with an empty one. */
const candidatesOf = (pc: RTCPeerConnection): string[] => {
  const gathered: string[] = [];
  pc.addEventListener('icecandidate', ({ candidate }) => candidate?.candidate && gathered.push(candidate.candidate));
  return gathered;
};

const fingerprints = (sdp = ''): Set<string> =>
  new Set([...sdp.matchAll(/^a=fingerprint:(sha-256 \S+)/gm)].map(([, one = '']) => one));
/** What an ICE session is called in a description. */
const iceSession = (sdp = ''): string | undefined => /^a=(?:ice-ufrag|fake):.*$/m.exec(sdp)?.[0];

/** Registers the suite; `make` is called anew for each test. */
export const rtcContract = (make: () => RtcBench): void => {
  it('opens a channel that both know by its number, and tells the states in order', async () => {
    const bench = make();
    const [here, there] = await connect(bench);
    for (const { states } of [here, there]) {
      await bench.eventually(() =>
        expect(states).toEqual(expect.arrayContaining(['connecting', 'connected', 'path', 'open'])),
      );
      expect(states.indexOf('connecting')).toBeLessThan(states.indexOf('connected'));
    }
    here.channel.send('hello');
    there.channel.send('hi äöü 🐦');
    await bench.eventually(() => expect([here.heard, there.heard]).toEqual([['hi äöü 🐦'], ['hello']]));
  });

  it('shows the addresses of both sides in its descriptions, also those that came after them', async () => {
    const bench = make();
    const [here, there] = await connect(bench);
    for (const { pc } of [here, there]) {
      for (const side of ['localDescription', 'remoteDescription'] as const)
        await bench.eventually(() => expect(totalOf(countCandidates(pc[side]?.sdp ?? ''))).toBeGreaterThan(0));
    }
  });

  it('never settles what is under way when it closes', async () => {
    const bench = make();
    const [here, there] = makePair(bench);
    addLines(here);
    addLines(there);
    const settled: string[] = [];
    const offering = here.pc.setLocalDescription();
    offering.then(
      () => settled.push('resolved'),
      () => settled.push('rejected'),
    );
    here.pc.close();
    // Whatever would settle had the time that another one took.
    await offerOf(there);
    await there.pc.setLocalDescription();
    expect(settled).toEqual([]);
  });

  it('has the offer’s lines in the offer’s order on both sides, each with a track to receive', async () => {
    const [here, there] = await connect(make());
    for (const { pc } of [here, there]) {
      expect(pc.getTransceivers().map(({ receiver }) => receiver.track.kind)).toEqual(kinds);
      expect(pc.getTransceivers().map(({ direction }) => direction)).toEqual(kinds.map(() => 'sendrecv'));
    }
  });

  it('loses nothing that comes before the other end has opened, and keeps the order', async () => {
    const bench = make();
    const [here, there] = makePair(bench);
    passCandidates(here, there);
    passCandidates(there, here);
    addLines(here);
    const words = Array.from({ length: 50 }, (_, index) => `${index}`);
    for (const { channel } of [here, there])
      channel.addEventListener('open', () => words.forEach((word) => channel.send(word)));
    await describeEachOther(here, there);
    await bench.eventually(() => expect([here.heard, there.heard]).toEqual([words, words]));
  });

  it('exchanges a track without a new description', async () => {
    const bench = make();
    const [here] = await connect(bench);
    const needed = here.needed;
    const { sender } = here.pc.getTransceivers()[0] as RTCRtpTransceiver;
    for (const track of [bench.track('audio'), bench.track('audio'), null]) {
      await sender.replaceTrack(track);
      expect(sender.track).toBe(track);
    }
    expect([here.pc.signalingState, here.needed]).toEqual(['stable', needed]);
  });

  it('refuses a track of another kind', async () => {
    const bench = make();
    const [here] = await connect(bench);
    await expect(
      (here.pc.getTransceivers()[0] as RTCRtpTransceiver).sender.replaceTrack(bench.track('video')),
    ).rejects.toThrow();
  });

  it('says in every description of a connection the same one fingerprint, another one in each connection', async () => {
    const [here, there] = await connect(make());
    const own = fingerprints(here.pc.localDescription?.sdp);
    expect(own.size).toBe(1);
    expect(fingerprints(there.pc.remoteDescription?.sdp)).toEqual(own);
    expect(fingerprints(there.pc.localDescription?.sdp)).not.toEqual(own);
    here.pc.restartIce();
    await describeEachOther(here, there);
    expect(fingerprints(here.pc.localDescription?.sdp)).toEqual(own);
  });

  it('shows in its own description what it has gathered since', async () => {
    const bench = make();
    const { pc } = makeEnd(bench.create('here'));
    let gathered = '';
    // The event tells the session's ufrag as well, which the description has elsewhere.
    pc.addEventListener(
      'icecandidate',
      ({ candidate }) => (gathered ||= candidate?.candidate.split(' ufrag ')[0] ?? ''),
    );
    await pc.setLocalDescription();
    await bench.eventually(() => expect(gathered).not.toBe(''));
    expect(pc.localDescription?.sdp).toContain(`a=${gathered}`);
  });

  it('gathers no address of its own where it may only be relayed, and none at all without a server', async () => {
    const bench = make();
    const { pc } = makeEnd(bench.create('here', { bundlePolicy: 'max-bundle', iceTransportPolicy: 'relay' }));
    const gathered = candidatesOf(pc);
    await pc.setLocalDescription();
    await bench.eventually(() => expect(pc.iceGatheringState).toBe('complete'));
    expect([gathered, pc.localDescription?.sdp]).toEqual([[], expect.not.stringContaining('a=candidate')]);
  });

  it('asks other servers from the next ICE session on, and begins one with the next offer by itself', async () => {
    const bench = make();
    const [here, there] = await connect(bench);
    const before = iceSession(here.pc.localDescription?.sdp);
    here.pc.setConfiguration({ bundlePolicy: 'max-bundle', iceTransportPolicy: 'relay' });
    expect(here.pc.getConfiguration().iceTransportPolicy).toBe('relay');
    // An answer to an offer of the same session does not begin another.
    await describeEachOther(there, here);
    expect(iceSession(here.pc.localDescription?.sdp)).toBe(before);
    const gathered = candidatesOf(here.pc);
    await describeEachOther(here, there);
    expect(iceSession(here.pc.localDescription?.sdp)).not.toBe(before);
    await bench.eventually(() => expect(here.pc.iceGatheringState).toBe('complete'));
    expect(gathered).toEqual([]);
  });

  it('an answer to an ICE restart gathers from the servers that were set before it', async () => {
    const bench = make();
    const [here, there] = await connect(bench);
    here.pc.setConfiguration({ bundlePolicy: 'max-bundle', iceTransportPolicy: 'relay' });
    const gathered = candidatesOf(here.pc);
    there.pc.restartIce();
    await describeEachOther(there, here);
    await bench.eventually(() => expect(here.pc.iceGatheringState).toBe('complete'));
    expect(gathered).toEqual([]);
  });

  it('refuses a TURN server without user and password, and an address that is none, at any time', () => {
    const bench = make();
    const { pc } = makeEnd(bench.create('here'));
    for (const urls of ['turn:turn.example.org', 'turn:', 'http://turn.example.org']) {
      expect(() => bench.create('there', { iceServers: [{ urls }] })).toThrow();
      expect(() => pc.setConfiguration({ bundlePolicy: 'max-bundle', iceServers: [{ urls }] })).toThrow();
    }
  });

  it('keeps its channel over an ICE restart, begun by either end', async () => {
    const bench = make();
    const [here, there] = await connect(bench);
    for (const [first, second] of [
      [here, there],
      [there, here],
    ] as const) {
      const before = [first, second].map(({ pc }) => iceSession(pc.localDescription?.sdp));
      first.pc.restartIce();
      await describeEachOther(first, second);
      const after = [first, second].map(({ pc }) => iceSession(pc.localDescription?.sdp));
      expect(after[0]).not.toBe(before[0]);
      expect(after[1]).not.toBe(before[1]);
      first.channel.send('after');
      await bench.eventually(() => expect(second.heard.at(-1)).toBe('after'));
      second.heard.length = 0;
    }
    expect([here, there].map(({ states }) => states.filter((is) => is === 'open').length)).toEqual([1, 1]);
  });

  it('describes again without a restart in the same ICE session', async () => {
    const [here, there] = await connect(make());
    const before = iceSession(here.pc.localDescription?.sdp);
    await describeEachOther(here, there);
    expect(iceSession(here.pc.localDescription?.sdp)).toBe(before);
  });

  it('rolls its own offer back when it takes the other’s (glare)', async () => {
    const bench = make();
    const [polite, impolite] = await connect(bench);
    polite.pc.restartIce();
    impolite.pc.restartIce();
    const [, theirs] = await Promise.all([offerOf(polite), offerOf(impolite)]);
    expect([polite.pc.signalingState, impolite.pc.signalingState]).toEqual(['have-local-offer', 'have-local-offer']);
    await impolite.pc.setRemoteDescription(await answer(polite, theirs));
    expect([polite.pc.signalingState, impolite.pc.signalingState]).toEqual(['stable', 'stable']);
    polite.channel.send('still here');
    await bench.eventually(() => expect(impolite.heard).toEqual(['still here']));
    expect(polite.pc.getTransceivers()).toHaveLength(kinds.length);
  });

  it('rejects what is no description, and stays as it was', async () => {
    const bench = make();
    const [here, there] = makePair(bench);
    for (const sdp of ['garbage', '', 'v=0\r\n', '{}']) {
      await expect(there.pc.setRemoteDescription({ type: 'offer', sdp })).rejects.toThrow();
    }
    expect(there.pc.signalingState).toBe('stable');
    addLines(here);
    const offer = await offerOf(here);
    await expect(here.pc.setRemoteDescription({ type: 'answer', sdp: 'garbage' })).rejects.toThrow();
    expect(here.pc.signalingState).toBe('have-local-offer');
    await here.pc.setRemoteDescription(await answer(there, offer));
    expect(here.pc.signalingState).toBe('stable');
  });

  it('rejects an answer to nothing', async () => {
    const [here, there] = await connect(make());
    const sdp = there.pc.localDescription?.sdp ?? '';
    await expect(here.pc.setRemoteDescription({ type: 'answer', sdp })).rejects.toThrow();
    expect(here.pc.signalingState).toBe('stable');
  });

  it('rejects a candidate that comes before any description, and one that is none', async () => {
    const bench = make();
    const [fresh] = makePair(bench);
    const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 };
    await expect(fresh.pc.addIceCandidate(candidate)).rejects.toThrow();
    const [here] = await connect(bench);
    await expect(here.pc.addIceCandidate({ ...candidate, candidate: 'garbage' })).rejects.toThrow();
    await here.pc.addIceCandidate(candidate);
  });

  it('keeps what was set for the encoder of a line, and renegotiates nothing for it', async () => {
    const bench = make();
    const [here] = await connect(bench);
    const before = here.needed;
    const sender = here.pc.getTransceivers()[1]?.sender;
    if (!sender) throw new Error('no camera line');
    const parameters = sender.getParameters();
    expect(parameters.encodings).toHaveLength(1);
    parameters.encodings = parameters.encodings.map((each) => ({
      ...each,
      maxBitrate: 300_000,
      scaleResolutionDownBy: 2,
    }));
    await sender.setParameters(parameters);
    expect(sender.getParameters().encodings[0]).toMatchObject({ maxBitrate: 300_000, scaleResolutionDownBy: 2 });
    expect(here.needed).toBe(before);
  });

  it('keeps the track of a line that is told to be silent, and everything else that it was told', async () => {
    const bench = make();
    const [here] = await connect(bench);
    const before = here.needed;
    const sender = here.pc.getTransceivers()[2]?.sender;
    if (!sender) throw new Error('no screen line');
    const track = bench.track('video');
    await sender.replaceTrack(track);
    const set = async (change: RTCRtpEncodingParameters): Promise<void> => {
      const parameters = sender.getParameters();
      parameters.encodings = parameters.encodings.map((each) => ({ ...each, ...change }));
      await sender.setParameters(parameters);
    };
    await set({ active: false, maxFramerate: 15 });
    expect(sender.getParameters().encodings[0]).toMatchObject({ active: false, maxFramerate: 15 });
    expect(sender.track).toBe(track);
    await set({ active: true });
    expect(sender.getParameters().encodings[0]).toMatchObject({ active: true, maxFramerate: 15 });
    expect(here.needed).toBe(before);
  });

  it('tells how loud what arrives is, with a time that moves only while something does', async () => {
    const bench = make();
    const [here, there] = await connect(bench);
    const [line] = there.pc.getTransceivers();
    const newest = () => line?.receiver.getSynchronizationSources()[0];
    expect(newest()).toBeUndefined();
    if (line) bench.play(line.receiver.track);
    await here.pc.getTransceivers()[0]?.sender.replaceTrack(bench.track('audio'));
    await bench.eventually(() => expect(newest()?.audioLevel).toBeGreaterThanOrEqual(0));
    expect(newest()?.audioLevel).toBeLessThanOrEqual(1);
    const first = newest()?.timestamp ?? Infinity;
    await bench.eventually(() => expect(newest()?.timestamp).toBeGreaterThan(first));
    await here.pc.getTransceivers()[0]?.sender.replaceTrack(null);
    const seen: unknown[] = [];
    // The same time for as long as ten packets would take.
    await bench.eventually(() => {
      seen.push(newest()?.timestamp);
      expect(seen.slice(-20)).toEqual(Array.from({ length: 20 }, () => seen.at(-1)));
    });
  });

  it('counts what waits to be sent, and the channel throws before it is open', async () => {
    const bench = make();
    expect(() => makeEnd(bench.create('here')).channel.send('x')).toThrow();
    const [here, there] = await connect(bench);
    const piece = 'x'.repeat(100_000);
    for (let sent = 0; sent < 20; sent += 1) here.channel.send(piece);
    expect(here.channel.bufferedAmount).toBeGreaterThan(0);
    await bench.eventually(() => expect([there.heard.length, here.channel.bufferedAmount]).toEqual([20, 0]));
  });

  it('makes the other end notice when it closes, and does nothing afterwards', async () => {
    const bench = make();
    const [here, there] = await connect(bench);
    here.pc.close();
    here.pc.close();
    expect([here.pc.connectionState, here.pc.signalingState]).toEqual(['closed', 'closed']);
    // The channel's state may follow a moment later.
    await bench.eventually(() => expect(here.channel.readyState).toBe('closed'));
    expect(() => here.channel.send('x')).toThrow();
    await expect(here.pc.setLocalDescription()).rejects.toThrow();
    await bench.eventually(() => expect(there.channel.readyState).toBe('closed'));
    await bench.eventually(() => expect(['disconnected', 'failed', 'closed']).toContain(there.pc.connectionState));
    expect(here.states).not.toContain('closed');
  });
};
