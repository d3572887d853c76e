// One fact with a lamp before it: good, bad, or not known yet. The words say the same; the lamp is for the eye.

import type { HTMLAttributes } from 'preact';
import css from './state-line.module.css';

export type LineState = 'good' | 'bad' | 'busy';

interface Props extends Pick<HTMLAttributes<HTMLParagraphElement>, 'role' | 'children'> {
  readonly state: LineState;
  readonly [data: `data-${string}`]: string | undefined;
}

export const StateLine = ({ state, children, ...rest }: Props) => (
  <p class={css['line']} data-state={state} {...rest}>
    {children}
  </p>
);
