// The picture of Starling: a murmuration, drawn cheaply and only while it is looked at; still under reduced motion.

import { useLayoutEffect, useRef } from 'preact/hooks';
import { birdAt, createFlock } from './flock.ts';
import css from './murmuration.module.css';

const frameMs = 1000 / 30;
const stillSeconds = 9;
const levels = 4;

type Flock = ReturnType<typeof createFlock>;

/** Two wings, swept back by `sweep`, in one soft line. */
const addBird = (
  path: Path2D,
  { x, y, size, heading, sweep }: { x: number; y: number; size: number; heading: number; sweep: number },
): void => {
  const tip = (side: 1 | -1, reach: number): [number, number] => [
    x + Math.cos(heading + side * sweep) * size * reach,
    y + Math.sin(heading + side * sweep) * size * reach,
  ];
  const [leftX, leftY] = tip(1, 1);
  const [rightX, rightY] = tip(-1, 1);
  path.moveTo(leftX, leftY);
  path.quadraticCurveTo(x + Math.cos(heading + 0.9) * size * 0.3, y + Math.sin(heading + 0.9) * size * 0.3, x, y);
  path.quadraticCurveTo(
    x + Math.cos(heading - 0.9) * size * 0.3,
    y + Math.sin(heading - 0.9) * size * 0.3,
    rightX,
    rightY,
  );
};

/** The birds in a few layers of depth: one stroke for each layer is all that a frame costs. */
const layersOf = (flock: Flock, seconds: number, width: number, height: number): readonly Path2D[] => {
  const paths = Array.from({ length: levels }, () => new Path2D());
  const unit = Math.min(width, height * 1.9);
  flock.forEach((place, index) => {
    const { x, y, near, heading } = birdAt(place, seconds);
    const path = paths[Math.min(levels - 1, Math.floor(near * levels))];
    if (!path) return;
    addBird(path, {
      x: width / 2 + x * unit * 0.42,
      y: height / 2 + y * unit * 0.3,
      size: 1.6 + unit * (0.0012 + near * near * 0.0085),
      heading,
      // Each beats its wings in its own time.
      sweep: 1.9 + 0.45 * Math.sin(seconds * 7 + index * 2.4),
    });
  });
  return paths;
};

const draw = (canvas: HTMLCanvasElement, flock: Flock, seconds: number): void => {
  const context = canvas.getContext('2d');
  // A canvas that has left the page has no size and no colours.
  if (!context || !canvas.isConnected) return;
  const ratio = Math.min(2, devicePixelRatio);
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  // The feather's two colours come from the style sheet, through two properties that resolve light-dark().
  const { color, caretColor } = getComputedStyle(canvas);
  const feather = context.createLinearGradient(width * 0.1, height * 0.2, width * 0.9, height * 0.8);
  feather.addColorStop(0, color);
  feather.addColorStop(1, caretColor);
  context.strokeStyle = feather;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  layersOf(flock, seconds, width, height).forEach((path, level) => {
    context.globalAlpha = 0.25 + (0.7 * (level + 1)) / levels;
    context.lineWidth = 0.8 + level * 0.4;
    context.stroke(path);
  });
};

/** Draws until the returned function is called. */
const animate = (canvas: HTMLCanvasElement): (() => void) => {
  const flock = createFlock(canvas.clientWidth < 500 ? 320 : 620);
  const stillness = matchMedia('(prefers-reduced-motion: reduce)');
  const theme = matchMedia('(prefers-color-scheme: dark)');
  let frame = 0;
  let lastMs = 0;
  let isSeen = true;
  const tick = (nowMs: number): void => {
    frame = 0;
    if (nowMs - lastMs >= frameMs - 2) {
      lastMs = nowMs;
      draw(canvas, flock, stillSeconds + nowMs / 1000);
    }
    plan();
  };
  const plan = (): void => {
    if (stillness.matches || !isSeen) draw(canvas, flock, stillSeconds);
    else frame ||= requestAnimationFrame(tick);
  };
  const seen = new IntersectionObserver((entries) => {
    isSeen = entries.at(-1)?.isIntersecting ?? true;
    plan();
  });
  const sized = new ResizeObserver(plan);
  seen.observe(canvas);
  sized.observe(canvas);
  stillness.addEventListener('change', plan);
  theme.addEventListener('change', plan);
  return () => {
    cancelAnimationFrame(frame);
    seen.disconnect();
    sized.disconnect();
    stillness.removeEventListener('change', plan);
    theme.removeEventListener('change', plan);
  };
};

export const Murmuration = () => {
  const ref = useRef<HTMLCanvasElement>(null);
  // Before paint, and over at once: a passive effect would draw on after the canvas is gone.
  useLayoutEffect(() => (ref.current ? animate(ref.current) : undefined), []);
  return <canvas ref={ref} class={css['sky']} aria-hidden="true" />;
};
