// Draws the way of the picture: the sizes in which it is encoded, who gets which, and when each frame was there.

import type { RungRates } from './rates.ts';
import { keptMs } from './receiver.ts';

export interface Scene {
  readonly rungs: readonly RungRates[];
  readonly outlets: readonly { readonly rung: number | undefined; readonly frames: readonly number[] }[];
}

/** In CSS px: everything is laid out for it, and the canvas is scaled. */
export const drawing = { width: 1_100, height: 440 } as const;

const colours = ['#2dd4bf', '#6b8cff', '#b388ff', '#ff9ecf'];
const [text, soft, line, warn] = ['#f3f0f8', '#b5b0c9', '#35334b', '#ffd48a'];
const [rungX, rungWidth, outletX, stripX] = [40, 300, 560, 620];
const stripWidth = drawing.width - stripX - 40;
/** A frame that came so late stands at the top of its strip. */
const tallestMs = 120;
const lateMs = 60;

const colourOf = (rung: number | undefined): string => (rung === undefined ? line : (colours[rung] ?? text));

const placeOf = (index: number, count: number): number => (drawing.height / (count + 1)) * (index + 1);

const write = (
  context: CanvasRenderingContext2D,
  words: string,
  at: readonly [number, number],
  look: { readonly fill?: string; readonly size?: number; readonly weight?: number } = {},
): void => {
  context.font = `${look.weight ?? 400} ${look.size ?? 13}px system-ui, sans-serif`;
  context.fillStyle = look.fill ?? soft;
  context.fillText(words, ...at);
};

const kilobits = (bps: number): string => `${Math.round(bps / 1_000)} kbit/s`;

const drawRung = (context: CanvasRenderingContext2D, rung: RungRates, index: number, y: number): void => {
  const isBusy = rung.outlets > 0;
  context.globalAlpha = isBusy ? 1 : 0.45;
  context.strokeStyle = colourOf(index);
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(rungX, y - 48, rungWidth, 96, 16);
  context.stroke();
  write(context, rung.size || 'not encoded', [rungX + 18, y - 20], { fill: text, size: 17, weight: 600 });
  write(context, `${Math.round(rung.framesPerSecond)} frames a second, ${kilobits(rung.bitrateBps)}`, [
    rungX + 18,
    y + 1,
  ]);
  const facts = [`${Math.round(rung.encodeMs)} ms a frame`, `${rung.dropped} left out`, `${rung.keyFrames} key`];
  write(context, facts.join(', '), [rungX + 18, y + 19]);
  context.fillStyle = line;
  context.fillRect(rungX + 18, y + 30, rungWidth - 36, 5);
  context.fillStyle = rung.load > 0.8 ? warn : colourOf(index);
  context.fillRect(rungX + 18, y + 30, (rungWidth - 36) * rung.load, 5);
  context.globalAlpha = 1;
};

const drawWay = (
  context: CanvasRenderingContext2D,
  [from, to]: readonly [number, number],
  rung: RungRates,
  colour: string,
): void => {
  const middle = (rungX + rungWidth + outletX) / 2;
  context.strokeStyle = colour;
  context.lineWidth = 1.5 + Math.min(8, rung.bitrateBps / 250_000);
  context.globalAlpha = 0.7;
  context.beginPath();
  context.moveTo(rungX + rungWidth, from);
  context.bezierCurveTo(middle, from, middle, to, outletX - 12, to);
  context.stroke();
  context.globalAlpha = 1;
};

/** One stroke for each frame: how long it was waited for. */
const drawStrip = (
  context: CanvasRenderingContext2D,
  { frames, rung }: Scene['outlets'][number],
  y: number,
  nowMs: number,
): void => {
  context.fillStyle = line;
  context.fillRect(stripX, y + 18, stripWidth, 1);
  frames.forEach((atMs, index) => {
    // Where nothing comes any more, nothing is forgotten either.
    if (nowMs - atMs > keptMs) return;
    const waitedMs = atMs - (frames[index - 1] ?? atMs);
    const tall = (Math.min(waitedMs, tallestMs) / tallestMs) * 40;
    context.fillStyle = waitedMs > lateMs ? warn : colourOf(rung);
    context.fillRect(stripX + stripWidth * (1 - (nowMs - atMs) / keptMs), y + 18 - tall, 2, Math.max(2, tall));
  });
};

export const drawScene = (context: CanvasRenderingContext2D, { rungs, outlets }: Scene, nowMs: number): void => {
  context.clearRect(0, 0, drawing.width, drawing.height);
  write(context, 'Encoded once', [rungX, 28], { size: 14, weight: 600 });
  write(context, 'Who gets it, and how long each frame was waited for', [outletX - 14, 28], { size: 14, weight: 600 });
  outlets.forEach((outlet, index) => {
    const y = placeOf(index, outlets.length);
    const rung = rungs[outlet.rung ?? -1];
    const colour = colourOf(outlet.rung);
    if (rung) drawWay(context, [placeOf(outlet.rung ?? 0, rungs.length), y], rung, colour);
    context.fillStyle = colour;
    context.beginPath();
    context.arc(outletX, y, 15, 0, 2 * Math.PI);
    context.fill();
    write(context, String(index + 1), [outletX - 4, y + 5], { fill: '#12111c', weight: 700, size: 14 });
    drawStrip(context, outlet, y, nowMs);
  });
  rungs.forEach((rung, index) => drawRung(context, rung, index, placeOf(index, rungs.length)));
};
