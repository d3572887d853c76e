// A message in one line, for whoever doesn't see the chat.

import { displayText } from '#core/wire/display-text.ts';

const fewLetters = 60;

/** Where `text` is longer, it ends in three dots. */
export const firstWords = (text: string): string => {
  const words = displayText(text, fewLetters + 1);
  const few = displayText(words, fewLetters);
  return few === words ? few : `${few}…`;
};
