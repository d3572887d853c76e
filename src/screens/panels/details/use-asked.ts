// Something that is asked for again and again, as long as somebody looks at it.

import { useLayoutEffect, useState } from 'preact/hooks';

const everyMs = 2_000;

/**
 * What `ask` last answered about `subject`; undefined until it has. Nothing is asked in a hidden page, and nothing while an
 * answer is still to come. A refusal leaves things as they were.
 */
export const useAsked = <S, T>(subject: S, ask: (subject: S) => Promise<T>): T | undefined => {
  const [answer, setAnswer] = useState<T | undefined>(undefined);
  useLayoutEffect(() => {
    let isOver = false;
    let isAsking = false;
    const askOnce = async (): Promise<void> => {
      isAsking = true;
      const next = await ask(subject).catch(() => undefined);
      isAsking = false;
      if (!isOver && next !== undefined) setAnswer(next);
    };
    const tick = (): void => {
      if (!document.hidden && !isAsking) void askOnce();
    };
    setAnswer(undefined);
    tick();
    const timer = setInterval(tick, everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [subject, ask]);
  return answer;
};
