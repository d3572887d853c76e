// Whether the others can find this call, in one line.

import { useEffect, useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { relayLine, summarizeRelays } from '#screens/words/relay-words.ts';
import css from './relay-line.module.css';

interface Props {
  readonly relays: Call['relays'];
}

const useOnline = (): boolean => {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const note = (): void => setOnline(navigator.onLine);
    addEventListener('online', note);
    addEventListener('offline', note);
    return () => {
      removeEventListener('online', note);
      removeEventListener('offline', note);
    };
  }, []);
  return isOnline;
};

export const RelayLine = ({ relays }: Props) => {
  const isOnline = useOnline();
  return (
    <p class={css['line']} role="status" data-relays={summarizeRelays(relays.value).is}>
      {relayLine(relays.value, isOnline)}
    </p>
  );
};
