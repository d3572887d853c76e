// What goes between us and one person, from two samples of the connection's statistics.

import { known } from '#core/base/known.ts';
import type { MediaPlace } from '#engine/mesh/media-lines.ts';
import type { FlowSample, StatsSample } from '#engine/mesh/stats-sample.ts';
import type { FlowReport, PersonReport } from './api.ts';
import { comparable, concealedRatio, growth, ratio } from './flow-growth.ts';

/** The lines that a person knows of; a shared screen's sound is small beside its picture. */
const shownPlaces = ['microphone', 'camera', 'screen'] as const satisfies readonly MediaPlace[];

/** Of the packets that were on their way to us. */
const receivedLossRatio = (before: FlowSample, now: FlowSample): number | undefined => {
  const lost = growth(before.lostPackets, now.lostPackets);
  return lost === undefined ? undefined : ratio(lost, lost + (growth(before.packets, now.packets) ?? 0));
};

const sentLossRatio = (before: FlowSample | undefined, now: FlowSample): number | undefined => {
  // Receivers report in an interval of their own, sound every 5 s: differences between our samples would be lumps.
  if (now.reportedLossRatio !== undefined) return now.reportedLossRatio;
  return before && ratio(growth(before.lostPackets, now.lostPackets), growth(before.packets, now.packets));
};

const readFlow = (
  earlier: FlowSample | undefined,
  now: FlowSample,
  direction: 'sent' | 'received',
): FlowReport | undefined => {
  const before = comparable(earlier, now);
  const bytes = before ? now.bytes - before.bytes : now.bytes;
  if (bytes === 0) return undefined;
  const seconds = before && (now.atMs - before.atMs) / 1000;
  const frames = seconds && growth(before.frames, now.frames);
  const { width, height, jitterMs, codec, limitedBy } = now;
  return known({
    width,
    height,
    framesPerSecond:
      now.framesPerSecond ?? (seconds && frames !== undefined ? Math.round(frames / seconds) : undefined),
    bitrateBps: seconds && Math.round((bytes * 8) / seconds),
    concealedRatio: before && concealedRatio(before, now),
    lossRatio: direction === 'sent' ? sentLossRatio(before, now) : before && receivedLossRatio(before, now),
    jitterMs,
    codec,
    limitedBy,
  });
};

/**
 * The figures between the two samples; without one before, only those of the moment. A flow is absent while nothing goes
 * that way. Holds no address.
 */
export const readReport = (before: StatsSample | undefined, now: StatsSample): PersonReport => {
  const read = (direction: 'sent' | 'received'): PersonReport['sent'] =>
    Object.fromEntries(
      shownPlaces.flatMap((place) => {
        const sample = now[direction][place];
        const flow = sample && readFlow(before?.[direction][place], sample, direction);
        return flow ? [[place, flow]] : [];
      }),
    );
  const { path, protocol, roundTripMs, availableOutgoingBps } = now;
  return {
    ...known({ path, protocol, roundTripMs, availableOutgoingBps }),
    sent: read('sent'),
    received: read('received'),
  };
};
