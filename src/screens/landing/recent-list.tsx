// The calls that were joined on this device: one click leads back, and each can be forgotten.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDevice } from '#screens/prefs/device-context.ts';
import type { RecentCall } from '#screens/prefs/recent-calls.ts';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { formatAgo, formatList, t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { focusHeading } from '#ui/kit/focus-heading.ts';
import { Icon } from '#ui/kit/icon.tsx';
import css from './recent-list.module.css';

interface Props {
  onOpen(call: RecentCall): void;
}

interface RowProps extends Props {
  readonly call: RecentCall;
  onForget(): void;
}

/** So many fit beside everything else that the page says. */
const shownAtFirst = 3;

/** A call without a name is known by who was there. */
const nameOf = ({ name, people }: RecentCall): string => {
  if (name) return name;
  return people ? t('recent.with', { names: formatList(people) }) : t('recent.unnamed');
};

const Row = ({ call, onOpen, onForget }: RowProps) => {
  const name = nameOf(call);
  const when = formatAgo(call.atMs, Date.now());
  return (
    <li class={css['row']}>
      <button type="button" class={css['open']} onClick={() => onOpen(call)}>
        <bdi class={css['name']}>{name}</bdi> <span class={css['when']}>{when}</span>
      </button>
      <button type="button" class={css['forget']} aria-label={t('recent.forget', { name, when })} onClick={onForget}>
        <Icon name="close" />
      </button>
    </li>
  );
};

/** Once a row is gone, the focus goes to the one that takes its place; after the last one, to the heading of the page. */
const useFocusOnNeighbour = (count: number) => {
  const list = useRef<HTMLUListElement>(null);
  const gone = useRef<number>(undefined);
  useLayoutEffect(() => {
    const index = gone.current;
    gone.current = undefined;
    if (index === undefined) return;
    const rows = [...(list.current?.children ?? [])];
    const next = rows[Math.min(index, rows.length - 1)]?.querySelector<HTMLElement>('button:last-of-type');
    if (next) next.focus();
    else focusHeading();
  }, [count]);
  return { list, noteGone: (index: number) => void (gone.current = index) };
};

export const RecentList = ({ onOpen }: Props) => {
  const device = useDevice();
  const prefs = usePrefs();
  const calls = device.recentCalls.value;
  const isKept = prefs.values.keepsRecentCalls.value;
  const [isWhole, setWhole] = useState(false);
  // What was done here stays undoable, and is said, as long as the page is up.
  const [outcome, setOutcome] = useState<'none' | 'cleared' | 'stopped'>('none');
  const { list, noteGone } = useFocusOnNeighbour(calls.length);
  const shown = isWhole ? calls : calls.slice(0, shownAtFirst);

  const done = (what: typeof outcome): void => {
    setOutcome(what);
    focusHeading();
  };

  return (
    <>
      {calls.length > 0 && (
        <section class={css['recent']} aria-labelledby="recent-calls">
          <h2 id="recent-calls" class={css['title']}>
            {t('recent.title')} <span class={css['where']}>{t('recent.where')}</span>
          </h2>
          <ul ref={list} class={css['list']}>
            {shown.map((call, index) => (
              <Row
                key={call.secret}
                call={call}
                onOpen={onOpen}
                onForget={() => {
                  noteGone(index);
                  device.forgetRecentCall(call.secret);
                }}
              />
            ))}
          </ul>
          <div class={css['actions']}>
            {shown.length < calls.length && (
              <Button
                look="quiet"
                onClick={() => {
                  setWhole(true);
                  list.current?.querySelector('button')?.focus();
                }}
              >
                {t('recent.showAll', { total: calls.length })}
              </Button>
            )}
            <Button
              look="quiet"
              onClick={() => {
                device.clearRecentCalls();
                done('cleared');
              }}
            >
              {t('recent.clear')}
            </Button>
            <Button
              look="quiet"
              onClick={() => {
                prefs.set('keepsRecentCalls', false);
                done('stopped');
              }}
            >
              {t('recent.stop')}
            </Button>
          </div>
        </section>
      )}
      <p class={css['outcome']} role="status">
        {outcome === 'cleared' && calls.length === 0 && t('recent.cleared')}
        {outcome === 'stopped' && !isKept && t('recent.stopped')}
      </p>
      {outcome === 'stopped' && !isKept && (
        <Button
          look="quiet"
          onClick={() => {
            prefs.set('keepsRecentCalls', true);
            done('none');
          }}
        >
          {t('recent.keep')}
        </Button>
      )}
    </>
  );
};
