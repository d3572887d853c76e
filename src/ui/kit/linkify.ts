// Finds the web addresses in a text. Only http and https: nothing else becomes a link.

export interface TextPart {
  readonly text: string;
  /** Present for an address. */
  readonly href?: string;
}

const addressPattern = /\bhttps?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]+/giu;
const trailing = /[.,:;!?…»”’)\]}]+$/;

const hrefOf = (text: string): string | undefined => {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
};

/** Closing brackets stay when they were opened inside the address. */
const withoutTrailing = (address: string): string => {
  const cut = address.replace(trailing, '');
  const rest = address.slice(cut.length);
  return rest.startsWith(')') && cut.includes('(') ? `${cut})` : cut;
};

/** The parts of `text`, in order; joined they are `text` again. */
export const linkify = (text: string): readonly TextPart[] => {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(addressPattern)) {
    const address = withoutTrailing(match[0]);
    const href = hrefOf(address);
    if (href === undefined) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: address, href });
    at = match.index + address.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
};
