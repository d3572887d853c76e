// How many meeting points answer at this moment, in one quiet line. Asked once, when nobody waits for anything else.

import { useLayoutEffect, useState } from 'preact/hooks';
import { createScope, type Stop } from '#core/base/scope.ts';
import { t } from '#ui/i18n/t.ts';
import { whenIdle } from '#ui/kit/when-idle.ts';
import css from './relay-news.module.css';

interface RelayCount {
  readonly asked: number;
  readonly answering: number;
}

type News =
  | { readonly is: 'unknown' | 'offline' }
  | { readonly is: 'counted'; readonly asked: number; readonly answering: number };

/** Rejects when nothing can be found out; over at once when the signal is aborted. */
export type CountRelays = (signal: AbortSignal) => Promise<RelayCount>;

const newsNow = (): News => ({ is: navigator.onLine ? 'unknown' : 'offline' });

/** Tells the news until the returned function is called: once when all is quiet, and when the network comes or goes. */
const watchRelays = (countRelays: CountRelays, tell: (news: News) => void): Stop => {
  const scope = createScope();
  let asking = new AbortController();
  const look = async (): Promise<void> => {
    asking.abort();
    const { signal } = (asking = new AbortController());
    tell(newsNow());
    if (!navigator.onLine) return;
    try {
      const count = await countRelays(signal);
      if (!signal.aborted) tell({ is: 'counted', ...count });
    } catch {
      // Then the line stays empty: nothing depends on it.
    }
  };
  scope.add(() => asking.abort());
  scope.add(whenIdle(() => void look()));
  scope.listen(globalThis, 'online', () => void look());
  scope.listen(globalThis, 'offline', () => void look());
  return () => scope[Symbol.dispose]();
};

/** Nothing where there is nothing to say: no relays, or not known yet. */
const wordsOf = (news: News): string => {
  if (news.is === 'offline') return t('landing.offline');
  if (news.is !== 'counted' || news.asked === 0) return '';
  const { asked, answering } = news;
  return answering > 0 ? t('landing.relays', { count: answering, asked }) : t('landing.relaysNone', { asked });
};

export const RelayNews = ({ countRelays }: { readonly countRelays: CountRelays }) => {
  const [news, setNews] = useState(newsNow);
  useLayoutEffect(() => watchRelays(countRelays, setNews), [countRelays]);
  const isGood = news.is === 'counted' && news.answering > 0;
  return (
    <p class={css['line']} data-relays={news.is} data-good={isGood ? '' : undefined}>
      {wordsOf(news)}
    </p>
  );
};
