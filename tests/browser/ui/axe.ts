// What axe finds wrong with the page.

import axe, { type RunOptions } from 'axe-core';

/** What is just fading in has no contrast yet; what takes longer is a reaction that flies by. */
const passing = (): readonly Animation[] =>
  document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime) <= 1000);

const look = async (options: RunOptions): Promise<readonly string[]> => {
  // A colour that is inherited begins to change when its parent's has: frame after frame, until nothing moves.
  do {
    await Promise.all(passing().map(({ finished }) => finished.catch(() => {})));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  } while (passing().length > 0);
  // Passes are not asked for: describing them is what takes the time.
  const { violations } = await axe.run(document, { resultTypes: ['violations'], ...options });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ''}`),
  );
};

/** One line for each fault; empty when all is well. */
export const faults = (): Promise<readonly string[]> =>
  look({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });

/** As `faults`, of colours alone. */
export const contrastFaults = (): Promise<readonly string[]> =>
  look({ runOnly: { type: 'rule', values: ['color-contrast'] } });
