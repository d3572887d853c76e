// The field that takes a link, with its button; what can't be read is said below it and nothing is lost.

import { useState } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { Button } from './button.tsx';
import { TextField } from './text-field.tsx';
import css from './link-form.module.css';

interface Props {
  readonly text: string;
  onText(text: string): void;
  /** False when the text is no link. */
  onOpen(text: string): boolean;
}

export const LinkForm = ({ text, onText, onOpen }: Props) => {
  const [isRefused, setRefused] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    setRefused(!onOpen(text));
  };
  return (
    <form class={css['form']} onSubmit={submit} noValidate>
      <TextField
        label={t('landing.field')}
        placeholder={t('landing.placeholder')}
        value={text}
        inputMode="url"
        spellcheck={false}
        autoCapitalize="off"
        enterkeyhint="go"
        error={isRefused ? t('landing.malformed') : undefined}
        onText={(value) => {
          setRefused(false);
          onText(value);
        }}
      />
      <Button type="submit">{t('landing.open')}</Button>
    </form>
  );
};
