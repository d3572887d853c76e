// A journal for whoever helps: codes and figures, the same in every language. It has no addresses to begin with.

import type { CandidateCounts, Diagnosis, JournalRecord } from '#engine/call/api.ts';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const countsLine = (side: string, counts: CandidateCounts): string => {
  const known = Object.entries(counts).flatMap(([kind, value]) => {
    if (typeof value === 'number') return value > 0 ? [`${kind} ${value}`] : [];
    return value ? [kind === 'isPublic' ? 'public' : 'shifting'] : [];
  });
  return `addresses ${side}: ${known.join(', ') || 'none'}`;
};

const diagnosisLine = ({ is, side, shifting, turn }: Diagnosis): string =>
  `diagnosis: ${[is, side, shifting && `shifting ${shifting}`, `turn ${turn}`].filter(Boolean).join(', ')}`;

/** One line for each thing that happened, with the time since the first; then the addresses by kind, and the diagnosis. */
export const journalLines = (
  journal: JournalRecord | undefined,
  diagnosis: Diagnosis | undefined,
): readonly string[] => {
  if (!journal) return diagnosis ? [diagnosisLine(diagnosis)] : [];
  const { entries, candidates, candidatesBefore } = journal;
  const startMs = Math.min(...entries.map(({ atMs }) => atMs));
  const happened = entries.map(({ what, way, atMs, lastMs, times }) => {
    const again = times > 1 ? ` ×${times}, last at ${seconds(lastMs - startMs)}` : '';
    return `${seconds(atMs - startMs)} ${what}${way ? ` ${way}` : ''}${again}`;
  });
  return [
    ...happened,
    countsLine('here', candidates.here),
    countsLine('there', candidates.there),
    ...(candidatesBefore
      ? [countsLine('here before', candidatesBefore.here), countsLine('there before', candidatesBefore.there)]
      : []),
    ...(diagnosis ? [diagnosisLine(diagnosis)] : []),
  ];
};
