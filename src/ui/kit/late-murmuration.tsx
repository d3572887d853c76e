// The picture of Starling where it is decoration: it comes when it can, and nothing waits for it or breaks without it.

import { Boundary } from './boundary.tsx';
import { lazy } from './lazy.ts';

const Murmuration = lazy(async () => (await import('./murmuration.tsx')).Murmuration);

interface Props {
  /** Never flies: beside a running camera the device has better things to do. */
  readonly isStill?: boolean;
}

export const LateMurmuration = ({ isStill = false }: Props) => (
  <Boundary fallback={() => null}>
    <Murmuration props={{ size: 'small', isStill }} />
  </Boundary>
);
