// Reactions: shown for a moment and forgotten; nobody who comes later is told.

import { signal } from '@preact/signals-core';
import type { PersonId } from '#core/base/ids.ts';
import type { Stop } from '#core/base/scope.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import type { FeatureHost } from '#engine/call/api.ts';
import type { ReactionCode } from './reaction-codes.ts';
import type { ReactionsModel, ShownReaction } from './reactions-types.ts';
import type { ReactionMessage } from './reactions-wire.ts';

const shownMs = 4_000;
const maxShown = 30;
/** What one person may send; a little more is taken, because messages bunch up on their way. */
const sendRate = { perSecond: 3, burst: 3 };
const receiveRate = { perSecond: 3, burst: 6 };

type MayPass = (nowMs: number) => boolean;

/** Nothing is shown. */
export const createReactions = ({ self, people, clock, scope, send, on }: FeatureHost): ReactionsModel => {
  const shown = signal<readonly ShownReaction[]>([]);
  const maySend = createTokenBucket(sendRate);
  let mayCome = new Map<PersonId, MayPass>();
  let nextKey = 1;
  let stopTimer: Stop = () => {};

  const clear = (): void => {
    shown.value = shown.peek().filter(({ atMs }) => clock.nowMs() - atMs < shownMs);
    arm();
  };
  const arm = (): void => {
    stopTimer();
    const [oldest] = shown.peek();
    if (oldest) stopTimer = clock.after(oldest.atMs + shownMs - clock.nowMs(), clear);
  };
  const show = (person: PersonId, reaction: ReactionCode): void => {
    const fresh = { key: nextKey++, person, reaction, atMs: clock.nowMs() };
    shown.value = [...shown.peek(), fresh].slice(-maxShown);
    arm();
  };
  const bucketOf = (person: PersonId): MayPass => {
    const bucket = mayCome.get(person) ?? createTokenBucket(receiveRate);
    const here = new Set(people.peek().map(({ id }) => id));
    mayCome = new Map([...mayCome].filter(([id]) => here.has(id))).set(person, bucket);
    return bucket;
  };

  on<ReactionMessage>('reaction', ({ reaction }, from) => {
    if (bucketOf(from)(clock.nowMs())) show(from, reaction);
  });
  scope.add(() => stopTimer());
  return {
    shown,
    react: (reaction) => {
      if (!maySend(clock.nowMs())) return false;
      send('reaction', { reaction } satisfies ReactionMessage);
      show(self, reaction);
      return true;
    },
    [Symbol.dispose]: () => {},
  };
};
