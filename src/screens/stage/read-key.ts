// What a key means on the stage. Pure.

/** What matters of a `KeyboardEvent`. */
export interface Press {
  readonly key: string;
  /** Where the key lies, by the letter that an English keyboard has there. */
  readonly code: string;
  readonly shiftKey: boolean;
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

/** The letter of a key; of one with a letter of another script, the Latin one in its place. */
const letterOf = ({ key, code }: Press): string => {
  if (key.length !== 1) return key;
  return key > '\u007f' && /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key.toLowerCase();
};

/**
 * The name under which actions list a key: in lower case, `mod+` in front of it for Ctrl, or Command on a Mac. Shift counts
 * beside that only: elsewhere it makes another sign, or the same letter larger.
 */
const nameOf = (press: Press): string => {
  const hasModifier = press.ctrlKey || press.metaKey;
  return `${hasModifier ? 'mod+' : ''}${hasModifier && press.shiftKey ? 'shift+' : ''}${letterOf(press)}`;
};

/** Space is "talk while I hold it", where it presses nothing else. */
export const readKey = (press: Press, place: KeyPlace): KeyMeaning => {
  if (press.isComposing || press.altKey || place.isCovered) return undefined;
  const keys = nameOf(press);
  if (keys.startsWith('mod+')) return press.repeat ? undefined : { is: 'action', keys };
  if (!place.hasShortcuts || place.isWriting) return undefined;
  if (press.key === ' ') return place.isOnControl ? undefined : { is: 'talk' };
  return press.repeat ? undefined : { is: 'action', keys };
};

export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);

const write = (keys: string, names: Readonly<Record<string, string>>): string =>
  keys
    .split('+')
    .map((part) => names[part] ?? part.toUpperCase())
    .join('+');

/** How keys are written on buttons and in lists: "Ctrl+K". */
export const showKeys = (keys: string, isMac: boolean): string =>
  write(keys, { mod: isMac ? '⌘' : 'Ctrl', shift: isMac ? '⇧' : 'Shift' });

/** How `aria-keyshortcuts` names them (WAI-ARIA 1.2): "Control+K". */
export const spokenKeys = (keys: string, isMac: boolean): string =>
  write(keys, { mod: isMac ? 'Meta' : 'Control', shift: 'Shift' });
