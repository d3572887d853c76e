// What is pasted onto the page itself, where no field takes it.

import { useLayoutEffect, useRef } from 'preact/hooks';

/** Longer than any link of ours: the rest would not make it one. */
const maxLength = 2001;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;

/** `onText` gets the text; an empty one for a clipboard that holds something else, such as a picture. */
export const usePasted = (onText: (text: string) => void): void => {
  const latest = useRef(onText);
  latest.current = onText;
  useLayoutEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      if (isField(event.target)) return;
      latest.current(event.clipboardData?.getData('text/plain').trim().slice(0, maxLength) ?? '');
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
};
