// How many bits each rung of a shared picture takes, and what of it all goes through the way out of the house. Pure.

import { bestAt, leastAt, lowestMoving, type LadderRung } from './share-ladder.ts';

/** Who may get a rung, and what they can take. */
export interface Taker {
  readonly cap: number;
  readonly framesPerSecond: number;
  readonly takesBps?: number;
}

/** Of what a connection is said to carry: an estimate is a ceiling, not a promise. */
export const usableRatio = 0.9;
/**
 * Whoever can take less than that, in parts of what the best can, is left out of account, and so gets a smaller rung: the
 * others give up a third for somebody at most.
 */
const nearRatio = 0.7;
/** Whoever was taken into account stays so for a moment's swing of an estimate. */
const swingRatio = 0.85;
/** Smaller changes are not worth telling an encoder. */
const worthRatio = 0.15;

interface Bounds {
  readonly least: number;
  readonly best: number;
}

const boundsOf = (rung: LadderRung, index: number, takers: readonly Taker[]): Bounds => {
  const wanted = takers.filter(({ cap }) => cap >= index).map(({ framesPerSecond }) => framesPerSecond);
  const fps = Math.max(1, Math.min(rung.maxFramerate, Math.max(0, ...wanted)));
  return { least: leastAt(rung, fps), best: bestAt(rung, fps) };
};

const within = ({ least, best }: Bounds, bps: number): number => Math.max(least, Math.min(best, bps));

const rawBits = (
  bounds: Bounds,
  { index, isLowest }: { readonly index: number; readonly isLowest: boolean },
  takers: readonly Taker[],
  then = Infinity,
): number => {
  const { least, best } = bounds;
  const known = takers.flatMap(({ cap, takesBps }) => (cap >= index && takesBps !== undefined ? [takesBps] : []));
  // Below it hardly anything is left: whoever can take it at all counts.
  const top = Math.min(best / usableRatio, Math.max(0, ...known));
  const enough = isLowest ? least : top * nearRatio;
  const isCounted = (bps: number): boolean => bps * usableRatio >= then * swingRatio;
  const near = known.filter((bps) => bps >= (isCounted(bps) ? enough * swingRatio : enough));
  return within(bounds, Math.min(...near.map((bps) => bps * usableRatio)));
};

/** What each rung would take, smallest first; `before` stays where it is about the same. */
export const planBits = (
  ladder: readonly LadderRung[],
  takers: readonly Taker[],
  before: readonly number[],
): readonly number[] =>
  ladder.map((rung, index) => {
    const then = before[index];
    const bounds = boundsOf(rung, index, takers);
    const now = rawBits(bounds, { index, isLowest: index <= lowestMoving(ladder) }, takers, then);
    return then !== undefined && Math.abs(now / then - 1) < worthRatio ? within(bounds, then) : now;
  });

/** Whoever is on a rung gets all of its frames: as many as any of them wants. */
export const framesOn = <Who>(
  ladder: readonly LadderRung[],
  getting: ReadonlyMap<Who, Taker>,
  isOn: (who: Who, index: number) => boolean,
): readonly number[] =>
  ladder.map(({ maxFramerate }, index) => {
    const wanted = [...getting].flatMap(([who, each]) => (isOn(who, index) ? [each.framesPerSecond] : []));
    return Math.max(1, Math.min(maxFramerate, Math.round(Math.max(0, ...wanted))));
  });

/** The least that each rung may take at `fps`. */
export const leastBits = (ladder: readonly LadderRung[], framesPerSecond: readonly number[]): readonly number[] =>
  ladder.map((rung, index) => leastAt(rung, framesPerSecond[index] ?? 0));

/**
 * Where all together is too much for the way out, whoever costs the most together goes a rung down, down to `lowest`, until the least
 * of each fits. By the least and not by what they take now: that does not change with every estimate.
 */
export const fitUplink = <Who>(
  rungOf: ReadonlyMap<Who, number>,
  {
    least,
    lowest,
    uplinkBps,
  }: { readonly least: readonly number[]; readonly lowest: number; readonly uplinkBps: number },
): ReadonlyMap<Who, number> => {
  const fitted = new Map(rungOf);
  const costs = (): number[] =>
    least.map((bps, index) => bps * [...fitted.values()].filter((rung) => rung === index).length);
  for (let now = costs(); now.reduce((sum, each) => sum + each, 0) > uplinkBps; now = costs()) {
    const above = now.slice(lowest + 1);
    const dearest = Math.max(0, ...above);
    if (dearest === 0) return fitted;
    const from = above.indexOf(dearest) + lowest + 1;
    for (const [who, rung] of fitted) if (rung === from) fitted.set(who, rung - 1);
  }
  return fitted;
};

/** What each rung is encoded with, where those of `rungs` go out: of what is more than the least, all give up the same part. */
export const fitBits = (
  ladder: readonly LadderRung[],
  plan: {
    readonly bits: readonly number[];
    readonly frames: readonly number[];
    readonly rungs: readonly number[];
    readonly uplinkBps: number;
  },
): readonly number[] => {
  const least = leastBits(ladder, plan.frames);
  const wanted = ladder.map((rung, index) =>
    Math.max(least[index] ?? 0, Math.min(plan.bits[index] ?? 0, bestAt(rung, plan.frames[index] ?? 0))),
  );
  const sum = (bits: readonly number[]): number => plan.rungs.reduce((all, rung) => all + (bits[rung] ?? 0), 0);
  const [needed, all] = [sum(least), sum(wanted)];
  const part = all <= plan.uplinkBps ? 1 : Math.max(0, plan.uplinkBps - needed) / (all - needed || 1);
  return wanted.map((bps, index) => Math.floor((least[index] ?? 0) + (bps - (least[index] ?? 0)) * part));
};

/**
 * What each rung would be encoded with if everybody had the largest whose least they can take: whether it is too much for
 * somebody is judged by that. What the best path alone would allow never goes out where many share the way, and an estimate
 * only ever grows to half more than what is sent.
 */
export const fairBits = <Who>(
  ladder: readonly LadderRung[],
  plan: {
    readonly takers: ReadonlyMap<Who, Taker>;
    /** `planBits`. */
    readonly bits: readonly number[];
    readonly uplinkBps: number;
  },
): readonly number[] => {
  const { takers, bits, uplinkBps } = plan;
  const hoped = new Map(
    [...takers].map(([who, { cap, takesBps = Infinity, framesPerSecond }]) => {
      const fits = ladder.slice(0, cap + 1).findLastIndex((rung) => takesBps >= leastAt(rung, framesPerSecond));
      return [who, Math.max(0, fits)] as const;
    }),
  );
  const frames = framesOn(ladder, takers, (who, index) => (hoped.get(who) ?? -1) >= index);
  const rungOf = fitUplink(hoped, { least: leastBits(ladder, frames), lowest: lowestMoving(ladder), uplinkBps });
  const fair = fitBits(ladder, { bits, frames, rungs: [...rungOf.values()], uplinkBps });
  return bits.map((bps, index) => Math.min(bps, fair[index] ?? bps));
};
