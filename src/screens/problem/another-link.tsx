// The field for another link, where one may help.

import { useState } from 'preact/hooks';
import { useForeignLink } from '#screens/landing/foreign-link.tsx';
import texts from '#ui/i18n/locales/en/landing.json';
import { addTexts } from '#ui/i18n/t.ts';
import { LinkForm } from '#ui/kit/link-form.tsx';

addTexts(texts);

interface Props {
  onOpenLink(text: string): boolean;
  isCallLink(text: string): boolean;
}

export const AnotherLink = ({ onOpenLink, isCallLink }: Props) => {
  const [text, setText] = useState('');
  const { open, question } = useForeignLink({ onOpenLink, isCallLink });
  return (
    <>
      <LinkForm text={text} onText={setText} onOpen={open} />
      {question}
    </>
  );
};
