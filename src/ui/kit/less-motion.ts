// Whether the person wants less motion: the system says so, or the preferences do (`data-motion` on the root).

import { createScope, type Stop } from '#core/base/scope.ts';

const query = '(prefers-reduced-motion: reduce)';

export const wantsLessMotion = (): boolean =>
  document.documentElement.dataset['motion'] === 'less' || matchMedia(query).matches;

/** Calls `handler` whenever the answer may be another one, until the returned function is called. */
export const onMotionChange = (handler: () => void): Stop => {
  const scope = createScope();
  scope.listen(matchMedia(query), 'change', handler);
  const observer = new MutationObserver(handler);
  observer.observe(document.documentElement, { attributeFilter: ['data-motion'] });
  scope.add(() => observer.disconnect());
  return () => scope[Symbol.dispose]();
};
