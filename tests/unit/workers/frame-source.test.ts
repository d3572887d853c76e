import { expect, onTestFinished, test } from 'vitest';
import { framesOf } from '#workers/frame-source.ts';

/** The page's end of a port, and what the worker reads from the other. Whatever can be cloned will do as a frame. */
const setUp = () => {
  const { port1: page, port2: worker } = new MessageChannel();
  onTestFinished(() => page.close());
  let asked = 0;
  const waiting: (() => void)[] = [];
  page.addEventListener('message', () => {
    asked += 1;
    waiting.shift()?.();
  });
  page.start();
  return {
    reader: framesOf(worker).getReader(),
    give: (frame: unknown) => page.postMessage(frame),
    isAsked: () => new Promise<void>((resolve) => waiting.push(resolve)),
    asked: () => asked,
  };
};

test('a frame is asked for when one is read, and one for each', async () => {
  const { reader, give, isAsked, asked } = setUp();
  for (const frame of ['first', 'second']) {
    const arrives = isAsked();
    const read = reader.read();
    await arrives;
    give(frame);
    expect(await read).toEqual({ value: frame, done: false });
  }
  expect(asked()).toBe(2);
});

test('null ends it, and so does whoever reads', async () => {
  const ended = setUp();
  const read = ended.reader.read();
  ended.give(null);
  expect(await read).toEqual({ value: undefined, done: true });
  const left = setUp();
  await left.reader.cancel();
  left.give('on its way');
  expect(await left.reader.read()).toEqual({ value: undefined, done: true });
});
