// One of a few, all of them in sight: native radio buttons under a common name.

import { useId } from 'preact/hooks';
import css from './radio-group.module.css';

interface Props<V extends string> {
  /** The name of the group. */
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly hint?: string }[];
  /** `row` is for short words without hints: they stand beside each other where there is room. */
  readonly look?: 'list' | 'row';
  onChoose(value: V): void;
}

export const RadioGroup = <V extends string>({ label, value, options, look = 'list', onChoose }: Props<V>) => {
  const id = useId();
  return (
    <fieldset class={css['group']} data-look={look}>
      <legend class={css['legend']}>{label}</legend>
      <div class={css['options']}>
        {options.map((option) => (
          <label key={option.value} class={css['option']} for={`${id}-${option.value}`}>
            <input
              id={`${id}-${option.value}`}
              class={css['input']}
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
              aria-labelledby={`${id}-${option.value}-label`}
              onChange={() => onChoose(option.value)}
            />
            <span class={css['words']}>
              <span id={`${id}-${option.value}-label`}>{option.label}</span>
              {option.hint && (
                <span id={`${id}-${option.value}-hint`} class={css['hint']}>
                  {option.hint}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
