// The figures of a report in the order in which they are shown: what is not known is left out.

import type { FlowReport, PersonReport } from '#engine/call/api.ts';

export type Figure =
  | { readonly of: 'round-trip' | 'jitter'; readonly ms: number }
  | { readonly of: 'path'; readonly path: NonNullable<PersonReport['path']> }
  | { readonly of: 'protocol' | 'codec' | 'limited-by'; readonly name: string }
  | { readonly of: 'available' | 'bitrate'; readonly bps: number }
  | { readonly of: 'size'; readonly width: number; readonly height: number }
  | { readonly of: 'frames'; readonly perSecond: number }
  | { readonly of: 'loss' | 'concealed'; readonly ratio: number };

export type Medium = keyof PersonReport['sent'];

export interface FigureGroup {
  readonly about: 'connection' | 'sent' | 'received';
  /** Of `sent` and `received`. */
  readonly medium?: Medium;
  readonly figures: readonly Figure[];
}

const connectionFigures = (report: PersonReport): readonly Figure[] => {
  const { roundTripMs, path, protocol, availableOutgoingBps } = report;
  const figures: Figure[] = [];
  if (roundTripMs !== undefined) figures.push({ of: 'round-trip', ms: roundTripMs });
  if (path) figures.push({ of: 'path', path });
  if (protocol) figures.push({ of: 'protocol', name: protocol.toUpperCase() });
  if (availableOutgoingBps !== undefined) figures.push({ of: 'available', bps: availableOutgoingBps });
  return figures;
};

const flowFigures = (flow: FlowReport): readonly Figure[] => {
  const { width, height, framesPerSecond, bitrateBps, lossRatio, concealedRatio, jitterMs, codec, limitedBy } = flow;
  const figures: Figure[] = [];
  if (width && height) figures.push({ of: 'size', width, height });
  if (framesPerSecond !== undefined) figures.push({ of: 'frames', perSecond: framesPerSecond });
  if (bitrateBps !== undefined) figures.push({ of: 'bitrate', bps: bitrateBps });
  if (lossRatio !== undefined) figures.push({ of: 'loss', ratio: lossRatio });
  if (concealedRatio !== undefined) figures.push({ of: 'concealed', ratio: concealedRatio });
  if (jitterMs !== undefined) figures.push({ of: 'jitter', ms: jitterMs });
  if (codec) figures.push({ of: 'codec', name: codec });
  if (limitedBy) figures.push({ of: 'limited-by', name: limitedBy });
  return figures;
};

const media: readonly Medium[] = ['camera', 'microphone', 'screen'];

/** Groups without a figure are left out. */
export const figureGroups = (report: PersonReport): readonly FigureGroup[] => {
  const flows = (about: 'sent' | 'received'): readonly FigureGroup[] =>
    media.map((medium) => ({ about, medium, figures: flowFigures(report[about][medium] ?? {}) }));
  const groups: readonly FigureGroup[] = [
    { about: 'connection', figures: connectionFigures(report) },
    ...flows('sent'),
    ...flows('received'),
  ];
  return groups.filter(({ figures }) => figures.length > 0);
};
