// Something that is on or off at once, with its name and, below, what it is good for.

import { useId } from 'preact/hooks';
import css from './switch.module.css';

interface Props {
  readonly label: string;
  readonly isOn: boolean;
  /** What it does, in a sentence. */
  readonly hint?: string;
  readonly isDisabled?: boolean;
  onToggle(isOn: boolean): void;
}

export const Switch = ({ label, isOn, hint, isDisabled = false, onToggle }: Props) => {
  const id = useId();
  return (
    <button
      type="button"
      role="switch"
      class={css['switch']}
      aria-checked={isOn}
      aria-labelledby={`${id}-label`}
      aria-describedby={hint ? `${id}-hint` : undefined}
      disabled={isDisabled}
      onClick={() => onToggle(!isOn)}
    >
      <span class={css['words']}>
        <span id={`${id}-label`}>{label}</span>
        {hint && (
          <span id={`${id}-hint`} class={css['hint']}>
            {hint}
          </span>
        )}
      </span>
      <span class={css['track']} aria-hidden="true" />
    </button>
  );
};
