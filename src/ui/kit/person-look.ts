// What stands for a person without a picture: initials, on a colour that belongs to the identity.

const segmenter =
  typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : undefined;

/** Nothing below it joins what stands before: a sign for each. */
const firstMark = 0x300;

const firstSign = (word: string): string => {
  // The segmenter needs 10 ms to wake, in the very moment somebody comes in.
  if (word.charCodeAt(0) < firstMark && !(word.charCodeAt(1) >= firstMark)) return word.charAt(0);
  const sign = segmenter ? segmenter.segment(word)[Symbol.iterator]().next().value?.segment : Array.from(word)[0];
  return sign ?? '';
};

/** One or two signs: of the first and the last word. Empty for a name without letters, digits or emoji. */
export const initialsOf = (name: string): string => {
  const words = name
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, ''))
    .filter(Boolean);
  const [first] = words;
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => (word ? firstSign(word) : ''))
    .join('')
    .toLocaleUpperCase();
};

/** A number below 2 ** 23, the same for the same id everywhere. */
export const hashOf = (id: string): number => {
  let hash = 2_166_136_261;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  // The upper bits are the well mixed ones.
  return hash >>> 9;
};

/** A hue from 0 to 359; 24 are as many as can be told apart. */
export const hueOf = (id: string): number => (hashOf(id) % 24) * 15;
