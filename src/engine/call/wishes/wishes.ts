// Wishes: tells everybody how their pictures are shown here, and sends each no more of ours than they show. Loaded with the
// first of them (wish-door.ts).

import type { PersonId } from '#core/base/ids.ts';
import { createScope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { wishSchema, type Wish } from '#core/wire/wish-messages.ts';
import type { AllPeers } from '#engine/call/carry/all-peers.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import * as v from 'valibot';
import { createObeying } from './obey-wishes.ts';
import { createTelling } from './tell-wishes.ts';

export interface WishOptions {
  readonly mesh: Pick<AllPeers, 'peersOf' | 'showPicture'>;
  readonly clock: ClockPort;
  /** A message of the call, to somebody who has said hello; dropped for everybody else. */
  send(to: PersonId, type: 'wish', body: Wish): void;
}

export interface Wishes extends Disposable {
  /** How we show somebody's pictures; to be called whenever that may have changed. */
  show(person: PersonId, wish: Wish): void;
  /** A `wish` message, unchecked, of somebody who has said hello, to whom we are connected without help. */
  take(peer: Peer, body: unknown): void;
  /** Somebody said hello, on another connection than before: neither knows what the other shows. */
  greeted(peer: Peer): void;
}

/** Nobody has a wish yet. */
export const createWishes = (options: WishOptions): Wishes => {
  const scope = createScope();
  const telling = scope.use(createTelling(options));
  const obeying = scope.use(createObeying(options));
  return {
    show: (person, wish) => {
      if (!scope.signal.aborted) telling.show(person, wish);
    },
    take: (peer, body) => {
      const wish = v.safeParse(wishSchema, body);
      if (wish.success && !scope.signal.aborted) obeying.take(peer, wish.output);
    },
    greeted: (peer) => {
      if (scope.signal.aborted) return;
      obeying.reset(peer);
      telling.retell(peer.person);
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
