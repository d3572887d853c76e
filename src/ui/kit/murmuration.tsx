// The picture of Starling: a murmuration. A still drawing that is there with the first frame and costs nothing; it flies
// only where the device has time for that, and only while it is looked at.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { drawFlock, flockBox, stillSeconds, type FlockSize } from './flock.ts';
import { onMotionChange, wantsLessMotion } from './less-motion.ts';
import css from './murmuration.module.css';
import { whenIdle } from './when-idle.ts';

const frameMs = 1000 / 24;
/** A frame that comes this late, or takes this long, says that the device has better things to do. */
const lateMs = 160;
const dearMs = 5;
const maxTrouble = 6;

interface Props {
  readonly size: FlockSize;
  /** Never flies: beside a running camera the device has better things to do. */
  readonly isStill?: boolean;
}

/** `saveData` is what some browsers say of a person who pays for every byte: they care for the battery as well. */
const wantsCalm = (): boolean =>
  (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;

/** Flies until the returned function is called, or until frames come late. */
const fly = (sky: SVGSVGElement, size: FlockSize): (() => void) => {
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

export const Murmuration = ({ size, isStill = false }: Props) => {
  const [still] = useState(() => drawFlock(stillSeconds, size));
  const ref = useRef<SVGSVGElement>(null);
  // A layout effect ends at once with its element; a passive one would go on for a while.
  useLayoutEffect(() => {
    const sky = ref.current;
    if (!sky || isStill || wantsCalm()) return undefined;
    let land: (() => void) | undefined;
    const forget = whenIdle(() => {
      land = fly(sky, size);
    });
    return () => {
      forget();
      land?.();
    };
  }, [size, isStill]);
  return (
    <svg ref={ref} class={css['sky']} viewBox={flockBox} aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id="murmuration" gradientUnits="userSpaceOnUse" x1="400" y1="300" x2="3600" y2="1800">
          <stop offset="0" class={css['from']} />
          <stop offset="1" class={css['to']} />
        </linearGradient>
      </defs>
      {still.map((path, index) => (
        <path key={index} d={path} fill="url(#murmuration)" />
      ))}
    </svg>
  );
};
