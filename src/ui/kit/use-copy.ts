// Copying with an answer that fades.

import { useEffect, useRef, useState } from 'preact/hooks';
import { copyText } from './copy-text.ts';

const answerMs = 2500;

export interface Copying {
  readonly outcome: 'none' | 'done' | 'refused';
  copy(): void;
}

/** `outcome` says how the last try went: for a few seconds when it worked, until the next try when it did not. */
export const useCopy = (text: string): Copying => {
  const [outcome, setOutcome] = useState<Copying['outcome']>('none');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (): Promise<void> => {
    const isDone = await copyText(text);
    clearTimeout(timer.current);
    setOutcome(isDone ? 'done' : 'refused');
    if (isDone) timer.current = setTimeout(() => setOutcome('none'), answerMs);
  };
  return { outcome, copy: () => void copy() };
};
