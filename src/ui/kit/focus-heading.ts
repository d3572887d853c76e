// The heading of a screen is where screen readers start, and where the focus goes when its place is gone.

/** Gives the focus to the first heading within `root`; false where there is none. */
export const focusHeading = (root: ParentNode = document): boolean => {
  const heading = root.querySelector('h1');
  if (!heading) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
};

const isFocusLost = (): boolean => !document.activeElement || document.activeElement === document.body;

/**
 * The same for a screen that may still be loading: its heading gets the focus as soon as it is there, unless something else
 * has it by then. Gives back what ends the waiting.
 */
export const focusHeadingSoon = (root: HTMLElement | null): (() => void) | undefined => {
  if (!root || !isFocusLost() || focusHeading(root)) return undefined;
  const coming = new MutationObserver(() => {
    if (!isFocusLost() || focusHeading(root)) coming.disconnect();
  });
  coming.observe(root, { childList: true, subtree: true });
  return () => coming.disconnect();
};
