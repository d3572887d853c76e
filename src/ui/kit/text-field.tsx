// A field with its label, and with what is wrong in plain words below it.

import type { InputHTMLAttributes, Ref } from 'preact';
import { useId } from 'preact/hooks';
import css from './field.module.css';

type Passed =
  | 'placeholder'
  | 'inputMode'
  | 'spellcheck'
  | 'autoCapitalize'
  | 'autoComplete'
  | 'enterkeyhint'
  | 'maxLength'
  | 'readOnly'
  | 'onFocus'
  | 'dir';

interface Props extends Pick<InputHTMLAttributes<HTMLInputElement>, Passed> {
  readonly label: string;
  readonly value: string;
  readonly error?: string | undefined;
  /** What is typed is not to be read over a shoulder. */
  readonly isSecret?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  onText?(text: string): void;
}

export const TextField = ({ label, value, error, isSecret, inputRef, onText, ...rest }: Props) => {
  const id = useId();
  return (
    <div class={css['field']}>
      <label class={css['label']} for={id}>
        {label}
      </label>
      <input
        autoComplete="off"
        {...rest}
        {...(isSecret && { type: 'password' as const })}
        {...(inputRef && { ref: inputRef })}
        id={id}
        class={css['input']}
        value={value}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onInput={(event) => {
          onText?.(event.currentTarget.value);
        }}
      />
      <p class={css['error']} id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  );
};
