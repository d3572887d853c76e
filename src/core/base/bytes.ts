// Bytes and text.

const encoder = new TextEncoder();

/** UTF-8. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Bitcoin's: no 0, O, I, l, so that it survives being read aloud. */
const base58Alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** Ours have 22 characters. Turning a number from one base to another takes the square of its length. */
const maxBase58Length = 200;

/** The digits of a number in base `to` that has these in base `from`, the highest first; leading zeros are kept, each as one. */
const changeBase = (digits: Iterable<number>, from: number, to: number): number[] => {
  const zeros: number[] = [];
  // The lowest first.
  const value: number[] = [];
  for (const digit of digits) {
    if (digit === 0 && value.length === 0) zeros.push(0);
    let carry = digit;
    for (let at = 0; at < value.length || carry > 0; at += 1) {
      carry += (value[at] ?? 0) * from;
      value[at] = carry % to;
      carry = Math.floor(carry / to);
    }
  }
  return [...zeros, ...value.reverse()];
};

/** Base58 in Bitcoin's alphabet. */
export const toBase58 = (bytes: Uint8Array): string =>
  changeBase(bytes, 256, 58)
    .map((digit) => base58Alphabet[digit])
    .join('');

/** The bytes of `text`, or nothing when it isn't base58 or far too long for any of ours. */
export const fromBase58 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  const digits = Array.from(text, (character) => base58Alphabet.indexOf(character));
  return text.length > maxBase58Length || digits.includes(-1) ? undefined : new Uint8Array(changeBase(digits, 58, 256));
};

/** Standard base64, in slices that stay below every engine's limit on arguments. */
export const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
};

/** The bytes of `text`, or nothing when it isn't base64. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** All `parts` behind each other. */
export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
