// Names and other short texts of strangers, made safe to stand beside our own words.

/** Characters that don't show but change what stands around them: controls, direction overrides, invisible joiners but for emoji. */
const hidden =
  /\p{Cc}|\p{Cs}|\p{Co}|\u00ad|\u034f|\u061c|[\u115f\u1160]|[\u17b4\u17b5]|\u180e|\u200b|\u200c|[\u200e\u200f]|[\u2028-\u202f]|[\u2060-\u206f]|\u3164|\ufeff|\uffa0/gu;
/** More than four marks on one letter climb over the neighbouring lines, also with joiners and tags between them. */
const markPile = /(\p{M}[\p{M}\p{Cf}]{3})[\p{M}\p{Cf}]+/gu;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * One line of at most `length` characters as a person counts them, without direction overrides, control characters and
 * piles of marks; may be empty.
 */
export const displayText = (text: string, length: number): string => {
  const line = text
    .slice(0, length * 20)
    .normalize('NFC')
    // It counts as a space and shows as nothing.
    .replace(/\ufeff/gu, '')
    .replace(/\s/gu, ' ')
    .replace(hidden, '')
    .replace(/ +/gu, ' ')
    .replace(markPile, '$1')
    .trim();
  // So short that it can't be too long, however it is counted.
  if (line.length <= length) return line;
  let result = '';
  let count = 0;
  for (const { segment } of segmenter.segment(line)) {
    count += 1;
    if (count > length || result.length + segment.length > length * 8) break;
    result += segment;
  }
  return result.trim();
};
