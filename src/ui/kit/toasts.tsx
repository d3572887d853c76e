// News in passing: each stays for a few seconds and is read out without interrupting.

import { useEffect, useRef, useState } from 'preact/hooks';
import css from './toasts.module.css';

export interface Toast {
  readonly key: number;
  readonly text: string;
  readonly tone?: 'quiet' | 'danger';
}

interface Props {
  readonly toasts: readonly Toast[];
}

export const stayMs = 6000;

const atOnce = 2;

export const Toasts = ({ toasts }: Props) => {
  const [overUpTo, setOverUpTo] = useState(-1);
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>());

  useEffect(() => {
    for (const { key } of toasts) {
      if (timers.current.has(key)) continue;
      timers.current.set(
        key,
        setTimeout(() => setOverUpTo((over) => Math.max(over, key)), stayMs),
      );
    }
  }, [toasts]);
  useEffect(() => () => timers.current.forEach((timer) => clearTimeout(timer)), []);

  const shown = toasts.filter(({ key }) => key > overUpTo).slice(-atOnce);
  return (
    <div class={css['toasts']} role="status" aria-live="polite" aria-atomic="false">
      {shown.map(({ key, text, tone = 'quiet' }) => (
        <p key={key} class={css['toast']} data-tone={tone}>
          {text}
        </p>
      ))}
    </div>
  );
};
