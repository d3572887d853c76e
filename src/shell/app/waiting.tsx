// For the blink before a screen is there. Words come only when the blink is long.

import css from './waiting.module.css';

interface Props {
  readonly text: string;
}

export const Waiting = ({ text }: Props) => (
  <main class={css['waiting']}>
    <p role="status">{text}</p>
  </main>
);
