// Trystero and the trackers: ways to people that make connections of their own, and so show the own address.

import { createEmitter, type News } from '#core/base/emitter.ts';
import { createScope } from '#core/base/scope.ts';
import type { Link, RelayStatus } from '#core/ports/link.ts';
import { computed, effect, type ReadonlySignal } from '@preact/signals-core';
import { createLateTorrent } from './late-torrent.ts';
import { createLateTrystero } from './late-trystero.ts';
import type { Relay } from './relay.ts';
import type { TorrentOptions } from './torrent.ts';
import type { TrysteroOptions } from './trystero.ts';

export interface FinderOptions extends TrysteroOptions, Pick<TorrentOptions, 'urls'> {
  /** While true, nothing is begun here; when it becomes true in a call, what was begun ends for good. */
  readonly isRelayOnly: ReadonlySignal<boolean>;
}

export interface Finders extends Disposable {
  readonly onLink: News<Link>;
  readonly statuses: ReadonlySignal<readonly RelayStatus[]>;
  /** What Trystero wants to announce; empty while it is not running. */
  readonly announcement: string;
  /** An announcement of somebody who is still missing, for Trystero. */
  hear(announcement: string, relay: Relay): void;
  joinTrackers(): void;
}

/** Nothing runs before `hear` or `joinTrackers`. */
export const createFinders = ({ isRelayOnly, ...options }: FinderOptions): Finders => {
  const scope = createScope();
  const onLink = createEmitter<Link>();
  const trystero = scope.use(createLateTrystero(options));
  const torrent = scope.use(createLateTorrent(options));
  for (const finder of [trystero, torrent]) scope.add(finder.onLink.on(onLink.emit));
  let hasBegun = false;
  const mayRun = (): boolean => !isRelayOnly.peek() && !scope.signal.aborted;
  const stopWatching = effect(() => {
    if (isRelayOnly.value && hasBegun) scope[Symbol.dispose]();
  });
  return {
    onLink,
    statuses: computed(() => (isRelayOnly.value ? [] : torrent.statuses.value)),
    get announcement() {
      return mayRun() ? trystero.announcement : '';
    },
    hear: (announcement, relay) => {
      if (!mayRun()) return;
      hasBegun = true;
      trystero.hear(announcement, relay);
    },
    joinTrackers: () => {
      if (!mayRun()) return;
      hasBegun = true;
      torrent.join();
    },
    [Symbol.dispose]: () => {
      stopWatching();
      scope[Symbol.dispose]();
    },
  };
};
