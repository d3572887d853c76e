// Peers introduce peers: signaling to somebody whom we don't reach goes through somebody who does. With it a newcomer
// needs one working contact, and a broken pair heals when every relay is dead.

import type { PersonId } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import { passedSchema, passSchema, type VisitName } from '#core/wire/call-messages.ts';
import { createTokenBucket, type TokenBucketOptions } from '#core/wire/token-bucket.ts';
import { createLinkEnd, type LinkEnd } from '#engine/signaling/link-end.ts';
import * as v from 'valibot';
import { planWays, wayKey, type Way } from './plan-introductions.ts';

export interface IntroductionsOptions {
  readonly self: PersonId;
  readonly clock: ClockPort;
  readonly log: Log;
  /** The page load of a person to whom we are connected at this moment. */
  instanceOf(person: PersonId): string | undefined;
  /** A message of the call to one person. */
  send(to: PersonId, type: 'pass' | 'passed', body: unknown): void;
  addLink(link: Link): void;
}

export interface Introductions extends Disposable {
  /** Whom somebody says to be connected to; they are connected to us. */
  tell(person: PersonId, reaches: readonly VisitName[]): void;
  /** Somebody is not connected to us any more. */
  forget(person: PersonId): void;
  /** Something for a third person, unchecked. Handed on where we are connected to them, else dropped. */
  takePass(from: PersonId, body: unknown): void;
  /** Something of a third person that `through` handed on, unchecked. */
  takePassed(through: PersonId, body: unknown): void;
}

/**
 * Strangers whom one person may introduce to us at a time: whoever makes people up costs us no more connections than
 * these. The next ones come when some of them have proved who they are, or were given up.
 */
const maxStrangers = 12;
/** An offer (40,000 characters at the most) with what stands around it. */
const maxTextLength = 48_000;
/** A newcomer writes to everybody at once, a few texts each. */
const sentBudget: TokenBucketOptions = { perSecond: 6, burst: 120 };
/** What we hand on counts as ours at whoever gets it (limits.controlPerSecond): most of that is for our own words. */
const heardBudget: TokenBucketOptions = { perSecond: 6, burst: 60 };
/** A way that was given up, because nobody answered, is tried again so often: what was blocked may be free. */
const againMs = 20_000;

/** Knows nobody. */
export const createIntroductions = (options: IntroductionsOptions): Introductions => {
  const { self, clock, log, instanceOf, send } = options;
  const scope = createScope();
  const reaches = new Map<PersonId, readonly VisitName[]>();
  const ends = new Map<string, { readonly way: Way; readonly end: LinkEnd }>();
  /** How much goes on, by who sent it and by whom it is for. */
  const budgets = new Map<string, (nowMs: number) => boolean>();
  const isWithin = (key: string, budget: TokenBucketOptions): boolean => {
    const bucket = budgets.get(key) ?? createTokenBucket(budget);
    budgets.set(key, bucket);
    return bucket(clock.nowMs());
  };
  /** By what they say now; in a full room that is much to go through. */
  let ways: ReturnType<typeof planWays> | undefined;
  /** Ways that the mesh gave up, and when. */
  const givenUpMs = new Map<string, number>();

  const isStranger = ({ to }: Way): boolean => instanceOf(to) === undefined;
  const mayOpen = (way: Way): boolean =>
    !isStranger(way) ||
    [...ends.values()].filter((each) => each.way.through === way.through && isStranger(each.way)).length < maxStrangers;

  const open = (way: Way): LinkEnd => {
    const key = wayKey(way);
    const end = createLinkEnd({
      to: way.to,
      instance: way.instance,
      via: 'person',
      clock,
      canSend: () => instanceOf(way.through) !== undefined,
      send: (text) => send(way.through, 'pass', { to: [way.to, way.instance], text }),
      onClosed: () => {
        if (ends.get(key)?.end !== end) return;
        ends.delete(key);
        givenUpMs.set(key, clock.nowMs());
      },
    });
    ends.set(key, { way, end });
    options.addLink(end.link);
    return end;
  };

  const setReaches = (person: PersonId, visits: readonly VisitName[] | undefined): void => {
    if (visits) reaches.set(person, visits);
    else reaches.delete(person);
    ways = undefined;
  };

  const update = (): void => {
    if (scope.signal.aborted) return;
    ways ??= planWays(self, reaches);
    for (const [key, atMs] of givenUpMs) if (clock.nowMs() - atMs >= againMs || !ways.has(key)) givenUpMs.delete(key);
    for (const [key, way] of ways) if (!ends.has(key) && !givenUpMs.has(key) && mayOpen(way)) open(way);
  };

  const again = (): void => {
    update();
    stopAgain = clock.after(againMs, again);
  };
  let stopAgain = clock.after(againMs, again);

  const close = (isOver: (key: string) => boolean): void => {
    for (const [key, { end }] of [...ends]) {
      if (!isOver(key)) continue;
      ends.delete(key);
      end.close();
    }
  };

  scope.add(() => stopAgain());
  scope.add(() => close(() => true));
  return {
    tell: (person, visits) => {
      if (JSON.stringify(reaches.get(person)) === JSON.stringify(visits)) return update();
      setReaches(person, visits);
      // What they don't reach any more can't be reached through them.
      const now = new Set(visits.map(([to, instance]) => wayKey({ through: person, to, instance })));
      close((key) => key.startsWith(`${person} `) && !now.has(key));
      update();
    },
    forget: (person) => {
      setReaches(person, undefined);
      budgets.delete(`from ${person}`);
      budgets.delete(`to ${person}`);
      close((key) => key.startsWith(`${person} `));
      update();
    },
    takePass: (from, body) => {
      const parsed = v.safeParse(passSchema, body);
      const instance = instanceOf(from);
      if (!parsed.success || instance === undefined) return;
      const [to, wanted] = parsed.output.to;
      if (to === from || to === self || instanceOf(to) !== wanted) return;
      if (parsed.output.text.length > maxTextLength) return;
      if (!isWithin(`from ${from}`, sentBudget) || !isWithin(`to ${to}`, heardBudget)) return;
      send(to, 'passed', { from: [from, instance], text: parsed.output.text });
    },
    takePassed: (through, body) => {
      const parsed = v.safeParse(passedSchema, body);
      if (!parsed.success) return;
      const [to, instance] = parsed.output.from;
      if (to === self || to === through) return;
      const way: Way = { through, to, instance };
      const known = ends.get(wayKey(way))?.end;
      if (!known && !mayOpen(way)) return log.warn('introduction-refused');
      (known ?? open(way)).receive(parsed.output.text);
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
