// Puts the theme and the amount of motion that the person wants on the document, where the style sheets find them.

import type { Motion, Theme } from '#screens/prefs/prefs.ts';

export interface Appearance {
  readonly theme: Theme;
  readonly motion: Motion;
}

/** What the system's own bars beside the page are painted with: `--page` of tokens.css. */
const pageColors = { light: '#f8f4ed', dark: '#12111c', contrast: '#08080c' } as const;

/** The colour for one `<meta name="theme-color">`, of which the page has one for a light and one for a dark system. */
const themeColorOf = (theme: Theme, media: string): string =>
  pageColors[theme === 'system' ? (media.includes('light') ? 'light' : 'dark') : theme];

const setOrRemove = (root: HTMLElement, name: 'theme' | 'motion', value: string): void => {
  if (value === 'system') delete root.dataset[name];
  else root.dataset[name] = value;
};

/** `system` leaves no trace: there the style sheets ask the system. */
export const applyAppearance = (page: Document, { theme, motion }: Appearance): void => {
  setOrRemove(page.documentElement, 'theme', theme);
  setOrRemove(page.documentElement, 'motion', motion);
  for (const meta of page.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.content = themeColorOf(theme, meta.media);
};
