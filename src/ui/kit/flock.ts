// A murmuration as a function of time: where each bird is, without a simulation. Many, near, no leader.

import { seededRandom } from '#core/base/random.ts';

export interface Bird {
  readonly x: number;
  readonly y: number;
  /** How near, 0 to 1. */
  readonly near: number;
  /** The direction of flight, in radians. */
  readonly heading: number;
}

interface Place {
  readonly u: number;
  readonly v: number;
  readonly w: number;
}

/** Where the birds stand in the flock at rest: denser in the middle, a few strays. The same every time. */
export const createFlock = (count: number): readonly Place[] => {
  const random = seededRandom(20_260);
  const bell = (): number => (random() + random() + random() - 1.5) / 1.5;
  return Array.from({ length: count }, () => ({ u: bell() * 1.25, v: bell(), w: bell() }));
};

/** The flock is folded, twisted and stretched by slow waves, as density runs through a real one. */
const fly = ({ u, v, w }: Place, seconds: number): { x: number; y: number; z: number } => {
  const twist = 1.1 * Math.sin(0.21 * seconds + u * 1.5);
  const waist = 0.42 + 0.62 * Math.abs(Math.sin(u * 1.6 + 0.33 * seconds + 0.6));
  const y = (v * Math.cos(twist) - w * Math.sin(twist)) * waist;
  const z = v * Math.sin(twist) + w * Math.cos(twist);
  const fold = 0.5 * Math.sin(u * 2.1 + 0.42 * seconds) + 0.16 * Math.sin(u * 4.7 - 0.7 * seconds + w * 2);
  return {
    x: u * (1 + 0.18 * Math.sin(0.27 * seconds)) + 0.14 * Math.sin(0.5 * seconds + v * 2.4),
    y: y * 0.8 + fold * 0.7 + 0.08 * Math.sin(0.23 * seconds),
    z,
  };
};

/** One bird at a time; the flock fills about -1 to 1 both ways. */
export const birdAt = (place: Place, seconds: number): Bird => {
  const here = fly(place, seconds);
  const next = fly(place, seconds + 0.12);
  const near = Math.min(1, Math.max(0, (here.z + 1) / 2));
  const scale = 0.86 + near * 0.28;
  return { x: here.x * scale, y: here.y * scale, near, heading: Math.atan2(next.y - here.y, next.x - here.x + 0.028) };
};

/** What the drawing is measured in, as an SVG's viewBox: so fine that whole numbers will do. */
const width = 4000;
const height = 2100;
export const flockBox = `0 0 ${width} ${height}`;
const layers = 3;
const flock = createFlock(380);

/** Two wings, swept back by `sweep`, with a nose before and a tail behind. */
const birdPath = ({ x, y, near, heading }: Bird, sweep: number, scale: number): string => {
  const size = (15 + near * near * 38) * scale;
  const at = (turn: number, reach: number): string =>
    `${Math.round(width / 2 + x * width * 0.42 + Math.cos(heading + turn) * reach * size)} ${Math.round(height / 2 + y * width * 0.3 + Math.sin(heading + turn) * reach * size)}`;
  const [left, right, body] = [at(sweep, 1), at(-sweep, 1), at(Math.PI, 0.08)];
  return `M${left}Q${at(0.5, 0.55)} ${at(0, 0.42)}Q${at(-0.5, 0.55)} ${right}Q${body} ${at(Math.PI, 0.62)}Q${body} ${left}Z`;
};

/** The moment of the still drawing. */
export const stillSeconds = 9;

/** In a small sky, fewer birds that are larger. */
const sizes = { large: { every: 1, scale: 1 }, small: { every: 3, scale: 2.1 } } as const;
export type FlockSize = keyof typeof sizes;

/** The flock as three SVG paths, from far to near. */
export const drawFlock = (seconds: number, size: FlockSize): readonly string[] => {
  const paths = Array.from({ length: layers }, () => '');
  const { every, scale } = sizes[size];
  flock.forEach((place, index) => {
    if (index % every > 0) return;
    const bird = birdAt(place, seconds);
    const layer = Math.min(layers - 1, Math.floor(bird.near * layers));
    // Each beats its wings in its own time.
    paths[layer] += birdPath(bird, 1.85 + 0.4 * Math.sin(seconds * 7 + index * 2.4), scale);
  });
  return paths;
};
