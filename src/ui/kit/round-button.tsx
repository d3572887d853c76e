// The round button with an icon: its name is spoken and shown as a hint, a badge may say how much waits behind it.

import type { ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import css from './round-button.module.css';

interface Props extends ButtonHTMLAttributes {
  readonly icon: IconName;
  /** Shown in the hint as well. */
  readonly 'aria-keyshortcuts'?: string | undefined;
  /** The accessible name, also the hint. */
  readonly label: string;
  /** `picture` lies on a picture; `attached` belongs to the button before it. */
  readonly look?: 'plain' | 'off' | 'pressed' | 'danger' | 'bare' | 'picture' | 'attached';
  readonly badge?: string | undefined;
  /** A small warning on the corner: something is wrong with what this switches. */
  readonly hasProblem?: boolean;
  /** Where the hint appears. Beside the button where something above would cut it off. */
  readonly hintAt?: 'above' | 'start' | 'end';
}

export const RoundButton = ({
  icon,
  label,
  look = 'plain',
  badge,
  hasProblem = false,
  hintAt = 'above',
  ...rest
}: Props) => {
  // As people write it.
  const keys = rest['aria-keyshortcuts']?.replace('Control', 'Ctrl').replace('Meta', '⌘');
  return (
    <button {...rest} type="button" class={css['round']} data-look={look} aria-label={label}>
      <Icon name={icon} />
      {badge && (
        <span class={css['badge']} aria-hidden="true">
          {badge}
        </span>
      )}
      {hasProblem && (
        <span class={css['badge']} data-problem aria-hidden="true">
          !
        </span>
      )}
      <span class={css['hint']} data-at={hintAt} aria-hidden="true">
        {label}
        {keys && <kbd class={css['keys']}>{keys}</kbd>}
      </span>
    </button>
  );
};
