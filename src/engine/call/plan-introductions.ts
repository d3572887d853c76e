// Whom we could reach through whom, from what everybody says of themselves. Pure.

import type { PersonId } from '#core/base/ids.ts';
import type { VisitName } from '#core/wire/call-messages.ts';

/** A way to one page load of somebody, through somebody else. */
export interface Way {
  readonly through: PersonId;
  readonly to: PersonId;
  readonly instance: string;
}

/** A second one, for the case that the first is about to leave. More only multiply what is sent. */
const maxWaysToOne = 2;

export const wayKey = ({ through, to, instance }: Way): string => `${through} ${to} ${instance}`;

/**
 * The ways to have open when `reaches` says whom each of our people is connected to. Also to those whom we are connected
 * to ourselves: when that connection breaks, the way must be there already.
 */
export const planWays = (
  self: PersonId,
  reaches: ReadonlyMap<PersonId, readonly VisitName[]>,
): ReadonlyMap<string, Way> => {
  const ways = new Map<string, Way>();
  const counts = new Map<string, number>();
  for (const [through, visits] of reaches) {
    for (const [to, instance] of visits) {
      if (to === self || to === through) continue;
      const target = `${to} ${instance}`;
      const count = counts.get(target) ?? 0;
      if (count >= maxWaysToOne) continue;
      const way: Way = { through, to, instance };
      if (ways.has(wayKey(way))) continue;
      counts.set(target, count + 1);
      ways.set(wayKey(way), way);
    }
  }
  return ways;
};
