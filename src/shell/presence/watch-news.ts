// What happened while nobody looked: counted for the app's badge and the window's title, forgotten on return.

import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Scope } from '#core/base/scope.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { PagePort } from '#core/ports/presence.ts';
import type { Call } from '#engine/call/api.ts';

export interface News {
  /** How many people came while the page was hidden. */
  readonly arrivals: number;
  /** Who came last of them. */
  readonly last: { readonly id: PersonId; readonly name: string } | undefined;
}

export const noNews: News = { arrivals: 0, last: undefined };

/** Watches until the scope ends. */
export const watchNews = (call: Call, page: PagePort, scope: Scope): ReadonlySignal<News> => {
  const news = signal(noNews);
  let seenKey = call.notices.peek().at(-1)?.key ?? -1;
  const add = ({ id, name }: NonNullable<News['last']>): void => {
    news.value = { arrivals: news.peek().arrivals + 1, last: { id, name } };
  };
  scope.add(
    effect(() => {
      const fresh = call.notices.value.filter(({ key }) => key > seenKey);
      seenKey = fresh.at(-1)?.key ?? seenKey;
      if (page.isVisible()) return;
      untracked(() => {
        for (const notice of fresh) if (notice.is === 'arrived') add(notice);
      });
    }),
  );
  scope.add(page.onVisibility.on((isVisible) => isVisible && (news.value = noNews)));
  return news;
};
