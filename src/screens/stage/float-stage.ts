// The call in a small window above other programs: whole where the browser has such windows for pages, one picture elsewhere.

import { createScope, type Stop } from '#core/base/scope.ts';
import { floatVideo, canFloatVideo } from './tile-windows.ts';

/** Document Picture-in-Picture (WICG), as far as it is used here. */
interface PageWindows {
  requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window>;
  readonly window: Window | null;
}

const pageWindows = (): PageWindows | undefined =>
  (globalThis as { readonly documentPictureInPicture?: PageWindows }).documentPictureInPicture;

/** `hasPicture`: somebody's picture is there, for browsers that float nothing else. */
export const canFloatStage = (hasPicture: boolean): boolean =>
  pageWindows() !== undefined || (hasPicture && canFloatVideo());

/** Something of the call floats above other programs at this moment. */
export const isStageFloating = (): boolean =>
  Boolean(pageWindows()?.window) || Boolean(document.pictureInPictureElement);

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

/**
 * Opens the window and lets `show` fill it; whatever `show` gives back is called when it closes. A second call closes it.
 * Needs a click. Where pages get no window, the picture of `tile` floats instead.
 */
export const floatStage = async (show: (root: HTMLElement) => Stop, tile: HTMLElement | null): Promise<void> => {
  const windows = pageWindows();
  if (!windows) {
    if (tile) floatVideo(tile);
    return;
  }
  if (windows.window) return windows.window.close();
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

/** The stage ends: its window with it. */
export const closeFloating = (): void => pageWindows()?.window?.close();
