// For the blink before a screen is there. Words come only when the blink is long.

import type { ComponentChildren } from 'preact';
import css from './waiting.module.css';

interface Props {
  readonly text: string;
  readonly children?: ComponentChildren;
}

export const Waiting = ({ text, children }: Props) => (
  <main class={css['waiting']}>
    <p role="status">{text}</p>
    {children}
  </main>
);
