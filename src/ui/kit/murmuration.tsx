// The picture of Starling: a murmuration. A still drawing that is there with the first frame and costs nothing; it flies
// only where the device has time for that, and only while it is looked at.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { drawFlock, flockBox, stillSeconds, type FlockSize } from './flock.ts';
import css from './murmuration.module.css';
import { whenIdle } from './when-idle.ts';

interface Props {
  readonly size: FlockSize;
  /** Never flies: beside a running camera the device has better things to do. */
  readonly isStill?: boolean;
}

/** `saveData` is what some browsers say of a person who pays for every byte: they care for the battery as well. */
const wantsCalm = (): boolean =>
  (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;

export const Murmuration = ({ size, isStill = false }: Props) => {
  const [still] = useState(() => drawFlock(stillSeconds, size));
  const ref = useRef<SVGSVGElement>(null);
  // A layout effect ends at once with its element; a passive one would go on for a while.
  useLayoutEffect(() => {
    const sky = ref.current;
    if (!sky || isStill || wantsCalm()) return undefined;
    let land: (() => void) | undefined;
    let isGone = false;
    const takeOff = async (): Promise<void> => {
      const { flyFlock } = await import('./fly-flock.ts');
      if (!isGone) land = flyFlock(sky, size);
    };
    // Birds that can't be had stay where they are.
    const forget = whenIdle(() => void takeOff().catch(() => {}));
    return () => {
      isGone = true;
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
