// What a key means on the stage. Pure.

/** What matters of a `KeyboardEvent`. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
}

export interface KeyPlace {
  /** The focus is where letters are written. */
  readonly isWriting: boolean;
  /** The focus shows on something that Space or Enter would press. */
  readonly isOnControl: boolean;
  /** Keys without Ctrl are wanted (WCAG 2.1.4). */
  readonly hasShortcuts: boolean;
  /** A dialog or a menu is open and has the keys to itself. */
  readonly isCovered: boolean;
}

export type KeyMeaning = { readonly is: 'action'; readonly keys: string } | { readonly is: 'talk' } | undefined;

/** The name under which actions list a key: in lower case, `mod+` in front of it for Ctrl, or Command on a Mac. */
const nameOf = ({ key, ctrlKey, metaKey }: Press): string =>
  `${ctrlKey || metaKey ? 'mod+' : ''}${key.length === 1 ? key.toLowerCase() : key}`;

/** Space is "talk while I hold it", where it presses nothing else. */
export const readKey = (press: Press, place: KeyPlace): KeyMeaning => {
  if (press.isComposing || press.altKey || place.isCovered) return undefined;
  const keys = nameOf(press);
  if (keys.startsWith('mod+')) return press.repeat ? undefined : { is: 'action', keys };
  if (!place.hasShortcuts || place.isWriting) return undefined;
  if (press.key === ' ') return place.isOnControl ? undefined : { is: 'talk' };
  return press.repeat ? undefined : { is: 'action', keys };
};

/** How keys are written on buttons and in lists: "Ctrl+K". */
export const showKeys = (keys: string, isMac: boolean): string =>
  keys
    .split('+')
    .map((part) => (part === 'mod' ? (isMac ? '⌘' : 'Ctrl') : part.toUpperCase()))
    .join('+');
