// Puts one component on the page, in the styles of the app, and asks axe about it.

import '#ui/styles/layers.css';
import '#ui/styles/tokens.css';
import '#ui/styles/base.css';

import axe from 'axe-core';
import { render, type ComponentChildren } from 'preact';

/** In place of whatever was there; the returned function takes it away. */
export const show = (content: ComponentChildren): (() => void) => {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  document.documentElement.lang = 'en';
  render(content, root);
  return () => render(null, root);
};

/** What axe finds, one line each. Rules for whole pages are left out. */
export const faults = async (): Promise<readonly string[]> => {
  // What is on its way in is half transparent.
  await Promise.all(document.getAnimations().map(async ({ finished }) => finished));
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
};

/** What has the focus, by the name that is spoken. */
export const focused = (): string => {
  const element = document.activeElement;
  return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
};
