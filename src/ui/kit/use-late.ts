// Notices that something takes longer than it should.

import { useEffect, useState } from 'preact/hooks';

/** True once `isWaiting` has been true for `delayMs` without a break. */
export const useLate = (isWaiting: boolean, delayMs: number): boolean => {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => setLate(true), delayMs);
    return () => clearTimeout(timer);
  }, [isWaiting, delayMs]);
  return isWaiting && isLate;
};
