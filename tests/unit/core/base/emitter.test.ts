import { expect, test } from 'vitest';
import { createEmitter } from '#core/base/emitter.ts';

test('every subscriber hears everything, in the order of subscription, until it stops', () => {
  const news = createEmitter<number>();
  const heard: string[] = [];
  const stop = news.on((value) => heard.push(`a${value}`));
  news.on((value) => heard.push(`b${value}`));
  news.emit(1);
  stop();
  stop();
  news.emit(2);
  expect(heard).toEqual(['a1', 'b1', 'b2']);
});

test('the same function subscribed twice hears twice, and stops one at a time', () => {
  const news = createEmitter<void>();
  let heard = 0;
  const handler = (): void => void (heard += 1);
  const stop = news.on(handler);
  news.on(handler);
  news.emit();
  stop();
  news.emit();
  expect(heard).toBe(3);
});

test('a handler that throws hurts no other, and is reported', () => {
  const errors: unknown[] = [];
  const news = createEmitter<void>((error) => errors.push(error));
  const error = new Error('broken');
  let heard = 0;
  news.on(() => {
    throw error;
  });
  news.on(() => (heard += 1));
  news.emit();
  expect(heard).toBe(1);
  expect(errors).toEqual([error]);
});

test('nobody has to listen for errors', () => {
  const news = createEmitter<void>();
  news.on(() => {
    throw new Error('broken');
  });
  expect(() => news.emit()).not.toThrow();
});

test('a handler may stop itself and others while it is called', () => {
  const news = createEmitter<void>();
  const heard: string[] = [];
  const stopFirst = news.on(() => {
    heard.push('first');
    stopFirst();
    stopSecond();
  });
  const stopSecond = news.on(() => heard.push('second'));
  news.on(() => heard.push('third'));
  news.emit();
  news.emit();
  expect(heard).toEqual(['first', 'third', 'third']);
});
