// What a fake connection's statistics say of its microphone and camera: bytes that grow with the clock, within what the
// path can carry.

import type { FakeClock } from './clock.ts';
import { carriedBy } from './encode.ts';
import type { FakeSending } from './rtc-connection.ts';

/** A path in one direction. */
export interface FakePath {
  readonly capacityBps: number;
  /** Of the packets, 0 to 1. */
  readonly lossRatio: number;
  /** The processor holds the camera's encoder back. */
  readonly isBusy: boolean;
  /** As in Firefox: not what the path carries is told, but what is allotted to the picture. */
  readonly isUntold?: boolean;
}

const voiceBps = 80_000;
const fullRate = 30;
/** Of one frame, by an encoder of its own. */
const encodeSeconds = 0.005;
const [microphone, camera] = [0, 1];
/** To still frames, at most. */
const allottedBps = 250_000;

/** The statistics of one connection, from now on; `sending` tells what goes out on a line. */
export const createFakeStats = (clock: FakeClock, id: string) => {
  const bytes = [0, 0];
  let frames = 0;
  let allotted = 0;
  let beforeMs = clock.nowMs();
  return (path: FakePath, sending: (line: number) => FakeSending | undefined): ReadonlyMap<string, object> => {
    const nowMs = clock.nowMs();
    const seconds = (nowMs - beforeMs) / 1000;
    beforeMs = nowMs;
    const [voice, picture] = [sending(microphone), sending(camera)];
    const { active = true, maxBitrate = 0, scaleResolutionDownBy = 1 } = picture?.encoding ?? {};
    const shared = picture && carriedBy(picture.track);
    const wantedBps = shared ? shared.bitrateBps : picture?.track && active ? maxBitrate : 0;
    const cameraBps = Math.min(wantedBps, Math.max(0, path.capacityBps - voiceBps));
    // An encoder of still frames is short of nothing.
    const limitedBy = shared ? 'none' : path.isBusy ? 'cpu' : cameraBps < wantedBps ? 'bandwidth' : 'none';
    const line = (index: number, bps: number, more: object) => {
      bytes[index] = (bytes[index] ?? 0) + (bps * seconds) / 8;
      const [flow, report] = [`out-${id}-${index}`, `reported-${id}-${index}`];
      return [
        [
          flow,
          {
            id: flow,
            type: 'outbound-rtp',
            mid: String(index),
            timestamp: nowMs,
            bytesSent: bytes[index],
            packetsSent: 1,
            remoteId: report,
            ...more,
          },
        ],
        [report, { id: report, type: 'remote-inbound-rtp', localId: flow, fractionLost: path.lossRatio }],
      ] as const;
    };
    frames += cameraBps > 0 ? fullRate * seconds : 0;
    const leftBps = Math.max(0, path.capacityBps - voiceBps);
    allotted += cameraBps > 0 ? (Math.min(leftBps, allottedBps, maxBitrate) * seconds) / 8 : 0;
    const encoded = {
      frameWidth: Math.round(1280 / scaleResolutionDownBy),
      frameHeight: Math.round(720 / scaleResolutionDownBy),
      framesEncoded: Math.round(frames),
      totalEncodeTime: Math.round(frames) * encodeSeconds,
      ...(path.isUntold && { totalEncodedBytesTarget: Math.round(allotted) }),
    };
    const transport = { id: 'transport', type: 'transport', selectedCandidatePairId: 'pair' };
    const pair = {
      id: 'pair',
      type: 'candidate-pair',
      ...(!path.isUntold && { availableOutgoingBitrate: path.capacityBps }),
      currentRoundTripTime: 0.04,
    };
    return new Map<string, object>([
      ...line(microphone, voice?.track ? voiceBps : 0, {}),
      ...line(camera, cameraBps, { qualityLimitationReason: limitedBy, ...encoded }),
      ['transport', transport],
      ['pair', pair],
    ]);
  };
};
