// Bytes and text.

import { base58 } from '@scure/base';

const encoder = new TextEncoder();

/** UTF-8. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Base58 in Bitcoin's alphabet: no 0, O, I, l, so that it survives being read aloud. */
export const toBase58 = (bytes: Uint8Array): string => base58.encode(bytes);

/** The bytes of `text`, or nothing when it isn't base58. */
export const fromBase58 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return new Uint8Array(base58.decode(text));
  } catch {
    return undefined;
  }
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
