// Keys to press, as they look on a keyboard.

import css from './keys.module.css';

interface Props {
  /** Joined by "+": "Ctrl+K". A plus itself is "Plus". */
  readonly keys: string;
}

export const Keys = ({ keys }: Props) => (
  <span class={css['keys']} dir="ltr">
    {keys.split('+').map((key) => (
      <kbd key={key} class={css['key']}>
        {key}
      </kbd>
    ))}
  </span>
);
