// The heading of a screen is where screen readers start, and where the focus goes when its place is gone.

/** Gives the focus to the first heading within `root`. */
export const focusHeading = (root: ParentNode | null = document): void => {
  const heading = root?.querySelector('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
};
