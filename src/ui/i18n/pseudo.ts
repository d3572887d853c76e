// Pseudo-translation: English that is accented and a third longer, with its parameters whole.

const accents: Readonly<Record<string, string>> = {
  a: 'á',
  b: 'ƀ',
  c: 'ç',
  d: 'ð',
  e: 'é',
  f: 'ƒ',
  g: 'ĝ',
  h: 'ĥ',
  i: 'î',
  j: 'ĵ',
  k: 'ķ',
  l: 'ļ',
  m: 'ɱ',
  n: 'ñ',
  o: 'ö',
  p: 'þ',
  q: 'ǫ',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'û',
  v: 'ṽ',
  w: 'ŵ',
  x: 'ẋ',
  y: 'ý',
  z: 'ž',
};

const accented = (text: string): string => text.replace(/[a-z]/g, (letter) => accents[letter] ?? letter);

/** One text. */
export const pseudoText = (text: string): string => {
  const parts = text.split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? part : accented(part)));
  return `⟦${parts.join('')}${' ·'.repeat(Math.ceil(text.length / 6))}⟧`;
};
