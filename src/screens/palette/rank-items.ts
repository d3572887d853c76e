// Which commands fit what was typed, the best first.

/** Small letters without accents, so that "elan" finds "Élan". */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

const wordsOf = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** True when the letters of `typed` come in `text` in this order, whatever stands between. */
const hasLetters = (text: string, typed: string): boolean => {
  let from = 0;
  for (const letter of typed) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
};

/** 0 is best: the text begins so; each word begins a word; each word is in it; the letters are in it. Undefined: does not fit. */
const rankOf = (label: string, typed: string): number | undefined => {
  const text = plain(label);
  const query = plain(typed).trim();
  if (text.startsWith(query)) return 0;
  const [words, wanted] = [wordsOf(text), wordsOf(query)];
  if (wanted.length === 0) return undefined;
  if (wanted.every((part) => words.some((word) => word.startsWith(part)))) return 1;
  if (wanted.every((part) => text.includes(part))) return 2;
  return hasLetters(text, wanted.join('')) ? 3 : undefined;
};

interface Ranked {
  readonly label: string;
  readonly isEnabled: boolean;
}

/** In the order given where two fit equally well; what can't be done now comes last. */
export const rankItems = <T extends Ranked>(items: readonly T[], typed: string): readonly T[] =>
  items
    .flatMap((item) => {
      const rank = rankOf(item.label, typed);
      return rank === undefined ? [] : [{ item, rank }];
    })
    .toSorted((a, b) => Number(b.item.isEnabled) - Number(a.item.isEnabled) || a.rank - b.rank)
    .map(({ item }) => item);
