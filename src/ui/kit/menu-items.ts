// What a menu holds, and how the keyboard walks through it.

import type { IconName } from './icon.tsx';

interface Choosable {
  readonly label: string;
  readonly icon?: IconName;
  /** False: shown, within reach of the keyboard, and without effect. */
  readonly isEnabled?: boolean;
  run(): void;
}

export type MenuItem =
  | (Choosable & { readonly kind: 'action'; readonly look?: 'danger' })
  /** One of several: `radio`s that stand together, up to the next heading or separator, belong together. */
  | (Choosable & { readonly kind: 'radio' | 'check'; readonly isOn: boolean })
  /** The name of what follows it. */
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'separator' };

export type MenuChoice = Exclude<MenuItem, { readonly kind: 'heading' | 'separator' }>;

export interface MenuGroup {
  readonly label: string | undefined;
  readonly choices: readonly MenuChoice[];
}

/** What stands between headings and separators. Groups without a choice are left out. */
export const groupsOf = (items: readonly MenuItem[]): readonly MenuGroup[] => {
  const groups: { label: string | undefined; choices: MenuChoice[] }[] = [{ label: undefined, choices: [] }];
  for (const item of items) {
    if (item.kind === 'heading') groups.push({ label: item.label, choices: [] });
    else if (item.kind === 'separator') groups.push({ label: undefined, choices: [] });
    else groups.at(-1)?.choices.push(item);
  }
  return groups.filter(({ choices }) => choices.length > 0);
};

/** Where a key leads among `count` choices; undefined for a key that leads nowhere. `current` is -1 where none has the focus. */
export const indexAfterKey = (key: string, current: number, count: number): number | undefined => {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count;
    case 'ArrowUp':
      return current <= 0 ? count - 1 : current - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
};

/**
 * The choice that what was typed leads to: the next one that begins with it, round the end. The same letter again goes on
 * to the next one with that letter.
 */
export const indexTyped = (typed: string, current: number, labels: readonly string[]): number | undefined => {
  const letters = Array.from(typed.toLocaleLowerCase());
  const isRepeated = letters.every((letter) => letter === letters[0]);
  const wanted = isRepeated ? letters[0] : letters.join('');
  if (!wanted) return undefined;
  // A word that grows may stay where it is.
  const first = isRepeated ? current + 1 : Math.max(current, 0);
  const order = labels.map((_, step) => (first + step) % labels.length);
  return order.find((index) => labels[index]?.toLocaleLowerCase().startsWith(wanted));
};
