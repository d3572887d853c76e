// Finds an element by role and accessible name from inside the page. Firefox needs a second or more to search its tree of
// accessible objects over WebDriver; in Chromium the real tree is asked, so wrong names are found there.

import type { Role } from './browser-window.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** Something else lies over it: a click would go there. */
  readonly isCovered: boolean;
}

/** Where the first visible element with this role and name is; null when there is none. Runs in the page. */
export const locate = ({ role, name }: { readonly role: Role; readonly name: string }): Spot | null => {
  const selectors: Readonly<Record<Role, string>> = {
    button: 'button:not([role]), [role="button"]',
    textbox: 'input:not([type], [role]), input[type="text"]:not([role]), textarea',
    combobox: '[role="combobox"], select',
    radio: 'input[type="radio"]',
    switch: '[role="switch"]',
    menuitem: '[role="menuitem"]',
    menuitemcheckbox: '[role="menuitemcheckbox"]',
    menuitemradio: '[role="menuitemradio"]',
  };
  const textOf = (node: Node): string => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
    if (!(node instanceof Element) || node.getAttribute('aria-hidden') === 'true') return '';
    return node.getAttribute('aria-label') ?? [...node.childNodes].map(textOf).join('');
  };
  const nameOf = (element: HTMLElement): string => {
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const named = ids.flatMap((id) => document.getElementById(id) ?? []);
    if (named.length > 0) return named.map(textOf).join(' ').replace(/\s+/g, ' ').trim();
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
        ? [...(element.labels ?? [])]
        : [element];
    const text = element.getAttribute('aria-label') ?? labels.map(textOf).join(' ');
    return text.replace(/\s+/g, ' ').trim();
  };
  const found = [...document.querySelectorAll<HTMLElement>(selectors[role])].find(
    (element) => nameOf(element) === name && element.checkVisibility({ visibilityProperty: true }),
  );
  if (!found) return null;
  found.scrollIntoView({ block: 'nearest' });
  const { left, top, width, height } = found.getBoundingClientRect();
  if (width === 0 || height === 0) return null;
  const [x, y] = [left + width / 2, top + height / 2];
  const hit = document.elementFromPoint(x, y);
  return { x, y, isCovered: !hit || !(found.contains(hit) || hit.contains(found)) };
};

/** Replaces what stands in the field at a spot, as pasting over it does; false when no field is there. Runs in the page. */
export const typeInto = ({
  x,
  y,
  text,
}: {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}): boolean => {
  const field = document.elementFromPoint(x, y);
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return false;
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  return true;
};
