// What happened on one flow between two samples of it.

import type { FlowSample } from '#engine/mesh/stats-sample.ts';

/** What a counter grew by; undefined where one of the two is not known. Never negative: late packets take losses back. */
export const growth = (before: number | undefined, now: number | undefined): number | undefined =>
  before === undefined || now === undefined ? undefined : Math.max(0, now - before);

/** The part that `part` is of `whole`, 0 to 1; undefined where there is nothing to compare with. */
export const ratio = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined || whole <= 0 ? undefined : Math.min(1, part / whole);

/** The sample that `now` can be compared with: the same stream, earlier, and not begun anew since. */
export const comparable = (before: FlowSample | undefined, now: FlowSample): FlowSample | undefined =>
  before && before.id === now.id && before.atMs < now.atMs && before.bytes <= now.bytes ? before : undefined;

/** Of the sound that was played, what had to be invented because it was missing. */
export const concealedRatio = (before: FlowSample, now: FlowSample): number | undefined =>
  ratio(growth(before.concealedSamples, now.concealedSamples), growth(before.samples, now.samples));
