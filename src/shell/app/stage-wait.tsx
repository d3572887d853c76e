// While the stage is being loaded. A request that is under way when the device gets another address is answered by nobody,
// and a module cannot be asked for a second time under its name: only the page can begin anew. The seat brings it back into
// the call (seen in the laboratory, row `move-green-room`).

import { useEffect } from 'preact/hooks';
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
const key = 'starling.reloaded';

/** Reloads, where that helps and was not done in vain before: a server that answers others and not this request lost it. */
export const reloadOnce = async ({ storage, isServerThere, reload }: ReloadPorts): Promise<void> => {
  try {
    if (storage.getItem(key) !== null || !(await isServerThere())) return;
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

export const StageWait = ({ ports }: { readonly ports: ReloadPorts }) => {
  const isLate = useLate(true, lateMs);
  useEffect(() => {
    if (isLate) void reloadOnce(ports);
  }, [isLate]);
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
