// Lets the birds of a drawing fly, as long as it is looked at and the device has time for it.

import { drawFlock, stillSeconds, type FlockSize } from './flock.ts';
import { onMotionChange, wantsLessMotion } from './less-motion.ts';

const frameMs = 1000 / 24;
/** A frame that comes this late, or takes this long, says that the device has better things to do. */
const lateMs = 160;
const dearMs = 5;
const maxTrouble = 6;

/** Flies until the returned function is called, or until frames come late. */
export const flyFlock = (sky: SVGSVGElement, size: FlockSize): (() => void) => {
  const layers = [...sky.querySelectorAll('path')];
  let seconds = stillSeconds;
  let frame = 0;
  let lastMs = 0;
  let trouble = 0;
  let isSeen = false;
  const tick = (nowMs: number): void => {
    const passedMs = nowMs - lastMs;
    if (passedMs >= frameMs - 4) {
      // After a pause the birds go on from where they were.
      seconds += Math.min(passedMs, frameMs * 2) / 1000;
      const startMs = performance.now();
      drawFlock(seconds, size).forEach((path, index) => layers[index]?.setAttribute('d', path));
      const isLate = lastMs > 0 && passedMs > lateMs;
      const isDear = performance.now() - startMs > dearMs;
      trouble = isLate || isDear ? trouble + 1 : Math.max(0, trouble - 0.1);
      lastMs = nowMs;
    }
    frame = 0;
    plan();
  };
  const plan = (): void => {
    cancelAnimationFrame(frame);
    frame = isSeen && !wantsLessMotion() && trouble < maxTrouble ? requestAnimationFrame(tick) : 0;
    if (frame === 0) lastMs = 0;
  };
  const seen = new IntersectionObserver((entries) => {
    isSeen = entries.at(-1)?.isIntersecting ?? false;
    plan();
  });
  seen.observe(sky);
  const unfollow = onMotionChange(plan);
  return () => {
    isSeen = false;
    plan();
    seen.disconnect();
    unfollow();
  };
};
