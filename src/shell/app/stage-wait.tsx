// While the stage is being loaded. A request that is under way when the device gets another address is answered by nobody,
// and a module cannot be asked for a second time under its name: only the page can begin anew. The seat brings it back into
// the call (seen in the laboratory, row `move-green-room`).

import { useEffect, useState } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { useLate } from '#ui/kit/use-late.ts';
import { Waiting } from './waiting.tsx';

export interface ReloadPorts {
  /** Of this tab. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Whether the server of the page answers a new request within a second. */
  isServerThere(): Promise<boolean>;
  reload(): void;
}

/** A part of 40 KB takes that long at 80 kbit/s. */
const lateMs = 4_000;
/** As long as it is given for an answer. */
const askEveryMs = 1_000;
const key = 'starling.reloaded';

/** Reloads, where that was not done in vain before. */
export const reloadOnce = ({ storage, reload }: Omit<ReloadPorts, 'isServerThere'>): void => {
  try {
    if (storage.getItem(key) !== null) return;
    storage.setItem(key, '1');
  } catch {
    // Without a memory it could be done for ever.
    return;
  }
  reload();
};

/** The stage has come: a reload that led to it was none in vain, and the next loss in this tab may have its own. */
export const stageCame = ({ storage }: Pick<ReloadPorts, 'storage'>): void => {
  try {
    storage.removeItem(key);
  } catch {
    // What remembers nothing has nothing to forget.
  }
};

/**
 * Whether the server has answered a request since then: what is still missing was lost. It is asked again and again: where
 * the address changed unseen, a browser sends the first ones over connections that are dead, one after the other.
 */
const useAnswer = (isServerThere: ReloadPorts['isServerThere']): boolean => {
  const [asked, setAsked] = useState(0);
  const [isAnswered, setAnswered] = useState(false);
  useEffect(() => {
    if (isAnswered) return undefined;
    const timer = setTimeout(() => {
      setAsked(asked + 1);
      void isServerThere().then((isThere) => isThere && setAnswered(true));
    }, askEveryMs);
    return () => clearTimeout(timer);
  }, [asked, isAnswered]);
  return isAnswered;
};

export const StageWait = ({ ports }: { readonly ports: ReloadPorts }) => {
  const isLate = useLate(true, lateMs);
  const isAnswered = useAnswer(ports.isServerThere);
  useEffect(() => {
    if (isLate && isAnswered) reloadOnce(ports);
  }, [isLate, isAnswered]);
  return (
    <Waiting text={t('stage.loading')}>
      {isLate && <Button onClick={ports.reload}>{t('action.reload')}</Button>}
    </Waiting>
  );
};

/** The browser's. Not the service worker's answer: it has one without a network as well. */
export const reloadPorts: ReloadPorts = {
  storage: {
    getItem: (name) => sessionStorage.getItem(name),
    setItem: (name, value) => sessionStorage.setItem(name, value),
    removeItem: (name) => sessionStorage.removeItem(name),
  },
  isServerThere: async () => {
    const signal = AbortSignal.timeout(1_000);
    const answer = await fetch(`robots.txt?${Date.now()}`, { cache: 'no-store', signal }).catch(() => undefined);
    return answer !== undefined;
  },
  reload: () => location.reload(),
};
