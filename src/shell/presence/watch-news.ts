// What happened while nobody looked: counted for the app's badge and the window's title, forgotten on return.

import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Scope } from '#core/base/scope.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { PagePort } from '#core/ports/presence.ts';
import type { Call } from '#engine/call/api.ts';
import { onGrowth } from './on-growth.ts';

export type Happening =
  | { readonly is: 'arrived' | 'lost'; readonly id: PersonId; readonly name: string }
  | { readonly is: 'hand' }
  /** A device of ours; another may have taken its place. */
  | { readonly is: 'unplugged'; readonly kind: 'microphone' | 'camera' | 'speaker' };

export interface News {
  readonly count: number;
  readonly last: Happening | undefined;
}

export const noNews: News = { count: 0, last: undefined };

type Notice = Call['notices']['value'][number];

const happeningOf = (notice: Notice): Happening | undefined => {
  if (notice.is === 'replaced') return { is: 'unplugged', kind: notice.kind };
  if (notice.is === 'arrived' || notice.is === 'lost') return { is: notice.is, id: notice.id, name: notice.name };
  return undefined;
};

export interface NewsOptions {
  readonly call: Call;
  readonly page: PagePort;
  /** How many of the others have a hand up. */
  readonly raisedHands: ReadonlySignal<number>;
}

/** Watches until the scope ends. */
export const watchNews = ({ call, page, raisedHands }: NewsOptions, scope: Scope): ReadonlySignal<News> => {
  const news = signal(noNews);
  let seenKey = call.notices.peek().at(-1)?.key ?? -1;
  const add = (last: Happening | undefined): void => {
    if (last && !page.isVisible()) news.value = { count: news.peek().count + 1, last };
  };
  scope.add(
    effect(() => {
      const fresh = call.notices.value.filter(({ key }) => key > seenKey);
      seenKey = fresh.at(-1)?.key ?? seenKey;
      untracked(() => fresh.forEach((notice) => add(happeningOf(notice))));
    }),
  );
  scope.add(onGrowth(raisedHands, () => add({ is: 'hand' })));
  // With nothing in its place there is no notice.
  for (const kind of ['microphone', 'camera'] as const) {
    scope.add(
      effect(() => {
        const state = call.media[kind].value;
        if (state.is === 'failed' && state.error.code === 'media/unplugged')
          untracked(() => add({ is: 'unplugged', kind }));
      }),
    );
  }
  scope.add(page.onVisibility.on((isVisible) => isVisible && (news.value = noNews)));
  return news;
};
