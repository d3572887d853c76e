// Runs inside the page: what an element that is never still is up to.

/**
 * Where the element with these words (text or `aria-label`) is from one drawn frame to the next, and whether frames are drawn
 * at all. Stands alone, as everything that runs in the page.
 */
export const whyUnsteady = async (words: string): Promise<string> => {
  const lookMs = 1_000;
  const element = [...document.querySelectorAll<HTMLElement>('button, a, [role]')].find(
    (each) => (each.getAttribute('aria-label') ?? each.textContent.trim()) === words,
  );
  const round = ({ x, y, width, height }: DOMRect): string =>
    [x, y, width, height].map((each) => each.toFixed(1)).join(' ');
  const places = new Set<string>();
  /** Everything around it, inside out, as it lay in each of two frames. */
  const around: string[] = [];
  let frames = 0;
  await new Promise<void>((resolve) => {
    setTimeout(resolve, lookMs);
    const look = (): void => {
      frames += 1;
      if (element) places.add(round(element.getBoundingClientRect()));
      if (frames === 5 || frames === 6) {
        const line: string[] = [];
        for (let each: Element | null | undefined = element; each; each = each.parentElement)
          line.push(
            `${each.tagName.toLowerCase()}.${each.className}${JSON.stringify((each as HTMLElement).dataset)} ${round(each.getBoundingClientRect())}`,
          );
        around.push(`${innerWidth}x${innerHeight}, scrolled ${scrollY}: ${line.join(' < ')}`);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const moving = document
    .getAnimations()
    .map((each) => `${each.playState} ${JSON.stringify(each.effect?.getTiming())}`);
  return [
    `page ${document.visibilityState}${document.hasFocus() ? '' : ', without focus'}`,
    `${frames} frames in ${lookMs} ms`,
    `"${words}" ${element ? `at ${[...places].slice(0, 10).join(' | ')}` : 'is not there'}`,
    `animations ${moving.slice(0, 5).join('; ')}`,
    ...around,
  ].join('; ');
};
