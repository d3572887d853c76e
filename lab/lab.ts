// The page: opens the encoder and its receivers, and draws what they do until it is told to end.

import { createScope, type Scope } from '#core/base/scope.ts';
import type { EncodedRung, EncodeFigures, EncodePort, SharedEncoder } from '#core/ports/encode.ts';
import { cameraLadder } from '#engine/mesh/share-ladder.ts';
import { createEncode } from '#shell/platform/encode.ts';
import { drawing, drawScene } from './draw.ts';
import { openFlock } from './flock.ts';
import { ratesOf, type RungRates } from './rates.ts';
import { openReceiver, type Receiver } from './receiver.ts';

export interface Lab extends Disposable {
  readonly receivers: readonly Receiver[];
  readonly rungs: readonly RungRates[];
  /** How often it was drawn. */
  readonly drawn: number;
}

const rungs: readonly EncodedRung[] = cameraLadder
  .filter(({ isStill }) => !isStill)
  .slice(0, 3)
  .map(({ maxHeight, maxFramerate, bestBps }) => ({ maxHeight, maxFramerate, bitrateBps: bestBps }));
/** A few of each size, and one change at a time is easy to follow. */
const firstRungs = [0, 1, 1, 2];
const [mostReceivers, lookMs] = [8, 500];

const element = <T extends keyof HTMLElementTagNameMap>(
  name: T,
  more: Partial<HTMLElementTagNameMap[T]> = {},
): HTMLElementTagNameMap[T] => Object.assign(document.createElement(name), more);

const createCanvas = (): { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D } => {
  const scale = Math.min(2, devicePixelRatio);
  const canvas = element('canvas', { width: drawing.width * scale, height: drawing.height * scale });
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'Sizes that are encoded, who gets which, and when their frames came');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('nothing can be drawn');
  context.scale(scale, scale);
  return { canvas, context };
};

/** In a narrow window it is moved aside, and is not made too small to be read. */
const drawingOf = (canvas: HTMLCanvasElement): HTMLElement => {
  const frame = element('div', { className: 'drawing', tabIndex: 0 });
  frame.setAttribute('role', 'group');
  frame.setAttribute('aria-label', 'Drawing');
  frame.append(canvas);
  return frame;
};

const chooserOf = (receiver: Receiver, number: number): HTMLElement => {
  const figure = element('figure', { className: 'receiver' });
  const label = element('label', { textContent: `${number} gets` });
  const select = element('select');
  select.append(
    element('option', { textContent: 'nothing', value: '' }),
    ...rungs.map(({ maxHeight }, index) => element('option', { textContent: `${maxHeight} px`, value: String(index) })),
  );
  select.value = String(receiver.rung ?? '');
  select.addEventListener('change', () => show(receiver, select.value === '' ? undefined : Number(select.value)));
  label.append(select);
  figure.append(receiver.video, label);
  return figure;
};

const show = (receiver: Receiver, rung: number | undefined): void =>
  receiver.show(rung, rungs[rung ?? -1]?.bitrateBps ?? 0);

/** Asks the worker what it has done, again and again. */
const watchRungs = (encoder: SharedEncoder, tell: (rates: readonly RungRates[]) => void): (() => void) => {
  let before: { readonly figures: EncodeFigures; readonly atMs: number } | undefined;
  const look = async (): Promise<void> => {
    const figures = await encoder.read();
    const atMs = performance.now();
    const seconds = before ? (atMs - before.atMs) / 1_000 : 0;
    const then = before?.figures.places.camera;
    before = { figures, atMs };
    tell(figures.places.camera.map((rung, index) => ratesOf(then?.[index], rung, seconds)));
  };
  const timer = setInterval(() => void look(), lookMs);
  return () => clearInterval(timer);
};

const buttonOf = (textContent: string, run: () => void): HTMLElement => {
  const button = element('button', { textContent });
  button.addEventListener('click', run);
  return button;
};

const createPage = (root: HTMLElement) => {
  const { canvas, context } = createCanvas();
  const [controls, people] = [element('div', { className: 'controls' }), element('div', { className: 'receivers' })];
  const status = element('p');
  status.setAttribute('role', 'status');
  const lead = 'One picture, encoded once in each size, for as many as want it. All of it in this page.';
  root.replaceChildren(
    element('h1', { textContent: 'The encoder, live' }),
    element('p', { textContent: lead }),
    ...[status, drawingOf(canvas), controls, people],
  );
  return { context, controls, people, say: (words: string): void => void (status.textContent = words) };
};

/** The encoder with its picture, and who gets it. `receivers` is kept up to date. */
const openCrowd = async (
  encode: EncodePort,
  { controls, people, say }: ReturnType<typeof createPage>,
  receivers: Receiver[],
  scope: Scope,
): Promise<SharedEncoder> => {
  const encoder = scope.use(await encode.open({ onTrouble: (reason) => say(`It can't go on: ${reason}`) }));
  const camera = openFlock();
  scope.add(camera.stop);
  encoder.setSource('camera', camera.track);
  encoder.setRungs('camera', rungs);
  const add = (rung: number): void => {
    if (receivers.length >= mostReceivers) return;
    const receiver = openReceiver(encode, encoder);
    receivers.push(receiver);
    show(receiver, rung);
    people.append(chooserOf(receiver, receivers.length));
  };
  const remove = (): void => {
    receivers.pop()?.[Symbol.dispose]();
    people.lastElementChild?.remove();
  };
  firstRungs.forEach(add);
  scope.add(() => receivers.splice(0).forEach((receiver) => receiver[Symbol.dispose]()));
  controls.append(
    buttonOf('One more', () => add(1)),
    buttonOf('One less', remove),
  );
  return encoder;
};

/** Begins with four who get three sizes. Where the browser can't encode once for all, it says so. */
export const startLab = (root: HTMLElement): Lab => {
  const scope = createScope();
  const encode = createEncode();
  const page = createPage(root);
  const receivers: Receiver[] = [];
  let rates: readonly RungRates[] = [];
  let drawn = 0;
  const draw = (nowMs: number): void => {
    drawScene(page.context, { rungs: rates, outlets: receivers }, nowMs);
    drawn += 1;
    frame = requestAnimationFrame(draw);
  };
  let frame = requestAnimationFrame(draw);
  scope.add(() => cancelAnimationFrame(frame));
  const run = async (): Promise<void> => {
    const encoder = await openCrowd(encode, page, receivers, scope);
    scope.add(watchRungs(encoder, (next) => (rates = next)));
  };
  if (encode.isPossible()) run().catch((error: unknown) => page.say(String(error)));
  else page.say('This browser can’t encode once for everybody. Chromium can.');

  return {
    receivers,
    get rungs() {
      return rates;
    },
    get drawn() {
      return drawn;
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
