// The call in a small window above other programs: whole where the browser has such windows for pages, one picture elsewhere.

import { floatVideo, canFloatVideo } from './tile-windows.ts';

/** Document Picture-in-Picture (WICG), as far as it is used here. */
export interface PageWindows {
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

/** Fills such a window, or rejects when what it takes can't be had. */
type OpenWindow = (windows: PageWindows) => Promise<void>;

/**
 * Lets `open` open the window, or closes the one that is open. Needs a click: it lasts for some seconds, in which `open`
 * may load. Where pages get no window, the picture of `tile` floats instead.
 */
export const floatStage = async (open: OpenWindow, tile: HTMLElement | null): Promise<void> => {
  const windows = pageWindows();
  if (windows?.window) windows.window.close();
  else if (windows) await open(windows);
  else if (tile) floatVideo(tile);
};

/** The stage ends: its window with it. */
export const closeFloating = (): void => pageWindows()?.window?.close();
