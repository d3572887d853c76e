// Reads the browser's statistics of one connection (W3C webrtc-stats) into figures by media line. Addresses stay behind.

import { known, type Known } from '#core/base/known.ts';
import { mediaLines, type MediaPlace } from './media-lines.ts';
import { pathOf, type NetworkPath } from './network-path.ts';

/** How a media line is named in the statistics. */
export interface LineIds {
  readonly place: MediaPlace;
  /** Undefined until the line is negotiated. */
  readonly mid: string | undefined;
  readonly sentTrackId: string | undefined;
  readonly receivedTrackId: string | undefined;
}

/** One stream on one line in one direction. Counters count from its beginning; what the browser doesn't tell is absent. */
export interface FlowSample {
  /** Another id is another stream: its counters began anew. */
  readonly id: string;
  readonly atMs: number;
  /** Payload only: what a paused line sends to measure the path is no picture. */
  readonly bytes: number;
  readonly packets: number;
  readonly lostPackets?: number;
  /** What the receiver last reported to the sender, 0 to 1. */
  readonly reportedLossRatio?: number;
  readonly frames?: number;
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  readonly jitterMs?: number;
  readonly codec?: string;
  readonly limitedBy?: string;
  /** What encoding all of the frames has taken. */
  readonly encodeMs?: number;
  /** What all of the frames together were meant to have: the bits that the browser allots to them by what the path carries. */
  readonly allottedBytes?: number;
  /** What may be allotted at most, where it is not a limit that the line sets for itself. */
  readonly grantedBps?: number;
  /** Samples of sound that were played, and how many of them were invented because the real ones were missing. */
  readonly samples?: number;
  readonly concealedSamples?: number;
  /** Time in which the picture stood, as the browser counts freezes. */
  readonly frozenMs?: number;
}

export interface StatsSample {
  readonly path?: NetworkPath;
  readonly protocol?: 'udp' | 'tcp' | 'tls';
  readonly roundTripMs?: number;
  readonly availableOutgoingBps?: number;
  readonly sent: Readonly<Partial<Record<MediaPlace, FlowSample>>>;
  readonly received: Readonly<Partial<Record<MediaPlace, FlowSample>>>;
}

/** The part of RTCStatsReport that is read; a Map of plain objects will do. */
export interface StatsReport {
  // oxlint-disable-next-line typescript/no-explicit-any -- the platform's own type of a report's entries
  forEach(callback: (stat: any) => void): void;
}

type Stat = Readonly<Record<string, unknown>>;

const numberIn = (stat: Stat | undefined, key: string): number | undefined => {
  const value = stat?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};
const textIn = (stat: Stat | undefined, key: string): string | undefined => {
  const value = stat?.[key];
  return typeof value === 'string' ? value : undefined;
};
const msIn = (stat: Stat | undefined, key: string): number | undefined => {
  const seconds = numberIn(stat, key);
  return seconds === undefined ? undefined : seconds * 1000;
};
/** Firefox says 0 where it has not measured yet. */
const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;

interface Index {
  readonly all: readonly Stat[];
  get(id: unknown): Stat | undefined;
}

const indexOf = (report: StatsReport): Index => {
  const all: Stat[] = [];
  report.forEach((stat: unknown) => {
    if (typeof stat === 'object' && stat !== null) all.push(stat as Stat);
  });
  const byId = new Map(all.map((stat) => [stat['id'], stat]));
  return { all, get: (id) => byId.get(id) };
};

const placeOf = (stat: Stat, index: Index, lines: readonly LineIds[]): MediaPlace | undefined => {
  const mid = textIn(stat, 'mid');
  if (mid !== undefined) return lines.find((line) => line.mid === mid)?.place;
  // Browsers that do not tell the line tell the track.
  const isSent = stat['type'] === 'outbound-rtp';
  const track = textIn(isSent ? index.get(stat['mediaSourceId']) : stat, 'trackIdentifier');
  if (!track) return undefined;
  return lines.find((line) => (isSent ? line.sentTrackId : line.receivedTrackId) === track)?.place;
};

const codecOf = (stat: Stat, index: Index): string | undefined =>
  textIn(index.get(stat['codecId']), 'mimeType')?.split('/')[1];

const limitationOf = (stat: Stat): string | undefined => {
  const reason = textIn(stat, 'qualityLimitationReason');
  return reason === 'none' ? undefined : reason;
};

const common = (stat: Stat, index: Index) => ({
  width: positive(numberIn(stat, 'frameWidth')),
  height: positive(numberIn(stat, 'frameHeight')),
  framesPerSecond: numberIn(stat, 'framesPerSecond'),
  codec: codecOf(stat, index),
});

/** What every flow has, beside what only some have. */
const flow = (stat: Stat, [bytes, packets]: readonly [string, string], more: Known<FlowSample>): FlowSample => ({
  ...more,
  id: textIn(stat, 'id') ?? '',
  atMs: numberIn(stat, 'timestamp') ?? 0,
  bytes: numberIn(stat, bytes) ?? 0,
  packets: numberIn(stat, packets) ?? 0,
});

const sentFlow = (stat: Stat, index: Index): FlowSample => {
  const remote =
    index.get(stat['remoteId']) ??
    index.all.find((each) => each['type'] === 'remote-inbound-rtp' && each['localId'] === stat['id']);
  const more = known({
    ...common(stat, index),
    frames: numberIn(stat, 'framesSent') ?? numberIn(stat, 'framesEncoded'),
    limitedBy: limitationOf(stat),
    encodeMs: msIn(stat, 'totalEncodeTime'),
    allottedBytes: numberIn(stat, 'totalEncodedBytesTarget'),
    lostPackets: numberIn(remote, 'packetsLost'),
    reportedLossRatio: numberIn(remote, 'fractionLost'),
    jitterMs: msIn(remote, 'jitter'),
  });
  return flow(stat, ['bytesSent', 'packetsSent'], more);
};

const receivedFlow = (stat: Stat, index: Index): FlowSample => {
  const concealed = numberIn(stat, 'concealedSamples');
  const more = known({
    ...common(stat, index),
    frames: numberIn(stat, 'framesDecoded'),
    lostPackets: numberIn(stat, 'packetsLost'),
    jitterMs: msIn(stat, 'jitter'),
    samples: numberIn(stat, 'totalSamplesReceived'),
    // Silence where silence was due is not heard.
    concealedSamples:
      concealed === undefined ? undefined : Math.max(0, concealed - (numberIn(stat, 'silentConcealedSamples') ?? 0)),
    frozenMs: msIn(stat, 'totalFreezesDuration'),
  });
  return flow(stat, ['bytesReceived', 'packetsReceived'], more);
};

/** Through the transport; `selected` is Firefox's older way, a nominated pair the last resort. */
const chosenPair = ({ all, get }: Index): Stat | undefined => {
  const pairs = all.filter(({ type }) => type === 'candidate-pair');
  const transport = all.find((stat) => stat['type'] === 'transport' && stat['selectedCandidatePairId'] !== undefined);
  return (
    get(transport?.['selectedCandidatePairId']) ??
    pairs.find(({ selected }) => selected === true) ??
    pairs.find(({ nominated, state }) => nominated === true && state === 'succeeded')
  );
};

const protocols = ['udp', 'tcp', 'tls'] as const;

const transportOf = (index: Index) => {
  const pair = chosenPair(index);
  const [local, remote] = [index.get(pair?.['localCandidateId']), index.get(pair?.['remoteCandidateId'])];
  const [localType, remoteType] = [textIn(local, 'candidateType'), textIn(remote, 'candidateType')];
  const protocol = (localType === 'relay' && textIn(local, 'relayProtocol')) || textIn(local, 'protocol');
  const measured = index.all.flatMap((stat) =>
    stat['type'] === 'remote-inbound-rtp' ? (positive(msIn(stat, 'roundTripTime')) ?? []) : [],
  );
  return known({
    path:
      localType && remoteType
        ? pathOf(
            { candidateType: localType, address: textIn(local, 'address') },
            { candidateType: remoteType, address: textIn(remote, 'address') },
          )
        : undefined,
    protocol: protocols.find((each) => each === protocol?.toLowerCase()),
    roundTripMs:
      positive(msIn(pair, 'currentRoundTripTime')) ?? (measured.length > 0 ? Math.min(...measured) : undefined),
    availableOutgoingBps: numberIn(pair, 'availableOutgoingBitrate'),
  });
};

/** What `report` says of `lines`. Never throws; what is missing or of another type is left out. */
export const readStats = (report: StatsReport, lines: readonly LineIds[]): StatsSample => {
  const index = indexOf(report);
  const sent: Partial<Record<MediaPlace, FlowSample>> = {};
  const received: Partial<Record<MediaPlace, FlowSample>> = {};
  for (const stat of index.all) {
    const type = stat['type'];
    if (type !== 'outbound-rtp' && type !== 'inbound-rtp') continue;
    const place = placeOf(stat, index, lines);
    if (!place) continue;
    if (type === 'outbound-rtp') sent[place] = sentFlow(stat, index);
    else received[place] = receivedFlow(stat, index);
  }
  return { ...transportOf(index), sent, received };
};

/** How the statistics name the lines of a connection, whose transceivers stand in the order of the lines. */
export const lineIdsOf = (transceivers: readonly RTCRtpTransceiver[]): LineIds[] =>
  mediaLines.map(({ place }, position) => {
    const line = transceivers[position];
    return {
      place,
      mid: line?.mid ?? undefined,
      sentTrackId: line?.sender.track?.id,
      receivedTrackId: line?.receiver.track.id,
    };
  });
