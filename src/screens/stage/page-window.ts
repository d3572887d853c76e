// A window above other programs that looks like the page it belongs to.

import { createScope, type Stop } from '#core/base/scope.ts';
import type { PageWindows } from './float-stage.ts';

const size = { width: 380, height: 300 };

/** The new window has none of the page's styles, theme and language. */
const dress = ({ document: to }: Window): void => {
  const from = document;
  for (const sheet of from.querySelectorAll('link[rel="stylesheet"], style'))
    to.head.append(to.importNode(sheet, true));
  to.adoptedStyleSheets = [...from.adoptedStyleSheets];
  to.title = from.title;
};

/** Theme, motion and language, whenever they change. */
const follow = ({ document: to }: Window): Stop => {
  const root = document.documentElement;
  const copy = (): void => {
    for (const { name } of [...to.documentElement.attributes])
      if (!root.hasAttribute(name)) to.documentElement.removeAttribute(name);
    for (const { name, value } of root.attributes) to.documentElement.setAttribute(name, value);
  };
  copy();
  const observer = new MutationObserver(copy);
  observer.observe(root, { attributes: true });
  return () => observer.disconnect();
};

/** Opens the window and lets `show` fill it; what `show` gives back is called when it closes. A refusal changes nothing. */
export const openPageWindow = async (windows: PageWindows, show: (root: HTMLElement) => Stop): Promise<void> => {
  try {
    const floating = await windows.requestWindow(size);
    const scope = createScope();
    dress(floating);
    scope.add(follow(floating));
    scope.add(show(floating.document.body));
    // The stage may go before the window does.
    scope.listen(floating, 'pagehide', () => scope[Symbol.dispose]());
  } catch {
    // Refused: the stage stays where it is.
  }
};
