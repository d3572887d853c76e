// What axe finds wrong with the page.

import axe from 'axe-core';

/** One line for each fault; empty when all is well. */
export const faults = async (): Promise<readonly string[]> => {
  // What is just fading in has no contrast yet.
  await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
};
