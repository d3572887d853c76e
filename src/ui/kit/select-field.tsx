// A choice among a few, as the system draws it.

import { useId } from 'preact/hooks';
import css from './field.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  onChoose(value: string): void;
}

export const SelectField = ({ label, value, options, onChoose }: Props) => {
  const id = useId();
  return (
    <div class={css['field']}>
      <label class={css['label']} for={id}>
        {label}
      </label>
      <select id={id} class={css['input']} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
};
