// The trackers, loaded when they are joined. Their names are there before.

import { createEmitter, type News } from '#core/base/emitter.ts';
import { reasonOf } from '#core/base/log.ts';
import type { Link, RelayState, RelayStatus } from '#core/ports/link.ts';
import { signal, type ReadonlySignal } from '@preact/signals-core';
import { relayName } from './relay-name.ts';
import type { TorrentOptions, TorrentRoom } from './torrent.ts';

export interface LateTorrent extends Disposable {
  readonly onLink: News<Link>;
  readonly statuses: ReadonlySignal<readonly RelayStatus[]>;
  /** Loads the trackers and joins; once. */
  join(): void;
}

type LoadTorrent = () => Promise<Pick<typeof import('./torrent.ts'), 'joinTorrent'>>;

/** Nothing is loaded, and no connection made, before `join`. */
export const createLateTorrent = (
  options: TorrentOptions,
  load: LoadTorrent = () => import('./torrent.ts'),
): LateTorrent => {
  const { urls, log } = options;
  const onLink = createEmitter<Link>();
  const statusesOf = (stateAt: (index: number) => RelayState): readonly RelayStatus[] =>
    urls.map((url, index) => ({ network: 'torrent', name: relayName(url), state: stateAt(index) }));
  const statuses = signal(statusesOf(() => ({ is: 'idle' })));
  let room: TorrentRoom | undefined;
  let stage: 'idle' | 'joining' | 'over' = 'idle';
  const isOver = (): boolean => stage === 'over';
  const hearStates = (states: readonly RelayState[]): void => {
    const hasChanged = states.some(({ is }, index) => is !== statuses.peek()[index]?.state.is);
    if (hasChanged) statuses.value = statusesOf((index) => states[index] ?? { is: 'connecting' });
  };
  const start = async (): Promise<void> => {
    try {
      const { joinTorrent } = await load();
      if (isOver()) return;
      room = joinTorrent(options, hearStates);
      room.onLink.on(onLink.emit);
    } catch (error) {
      log.warn('torrent-not-joined', { reason: reasonOf(error) });
    }
  };
  return {
    onLink,
    statuses,
    join: () => {
      if (stage !== 'idle' || urls.length === 0) return;
      stage = 'joining';
      statuses.value = statusesOf(() => ({ is: 'connecting' }));
      void start();
    },
    [Symbol.dispose]: () => {
      stage = 'over';
      room?.[Symbol.dispose]();
    },
  };
};
