import { expect, test } from 'vitest';
import { createScope } from '#core/base/scope.ts';

test('stops what was started last first, each once', () => {
  const scope = createScope();
  const stopped: string[] = [];
  scope.add(() => stopped.push('first'));
  scope.use({ [Symbol.dispose]: () => stopped.push('second') });
  scope.add(() => stopped.push('third'));
  scope[Symbol.dispose]();
  scope[Symbol.dispose]();
  expect(stopped).toEqual(['third', 'second', 'first']);
  expect(scope.signal.aborted).toBe(true);
});

test('gives back what it will dispose of', () => {
  const resource = { [Symbol.dispose]: () => {} };
  expect(createScope().use(resource)).toBe(resource);
});

test('stops at once what is added after the end', () => {
  const scope = createScope();
  scope[Symbol.dispose]();
  let stopped = 0;
  scope.add(() => (stopped += 1));
  scope.use({ [Symbol.dispose]: () => (stopped += 1) });
  expect(stopped).toBe(2);
});

test('stops what a stop adds while it runs', () => {
  const scope = createScope();
  const stopped: string[] = [];
  scope.add(() => scope.add(() => stopped.push('inner')));
  scope[Symbol.dispose]();
  expect(stopped).toEqual(['inner']);
});

test('one stop that throws does not keep the others, and all errors come together', () => {
  const scope = createScope();
  const stopped: string[] = [];
  const [one, two] = [new Error('one'), new Error('two')] as const;
  scope.add(() => stopped.push('first'));
  scope.add(() => {
    throw two;
  });
  scope.add(() => stopped.push('second'));
  scope.add(() => {
    throw one;
  });
  let thrown: unknown;
  try {
    scope[Symbol.dispose]();
  } catch (error) {
    thrown = error;
  }
  expect(stopped).toEqual(['second', 'first']);
  expect(thrown).toBeInstanceOf(AggregateError);
  expect((thrown as AggregateError).errors).toEqual([one, two]);
  expect(() => scope[Symbol.dispose]()).not.toThrow();
});

test('listens until the end and not a moment longer', () => {
  const scope = createScope();
  const target = new EventTarget();
  let heard = 0;
  scope.listen(target, 'news', () => (heard += 1));
  target.dispatchEvent(new Event('news'));
  scope[Symbol.dispose]();
  target.dispatchEvent(new Event('news'));
  expect(heard).toBe(1);
});

test('listens to nothing after the end', () => {
  const scope = createScope();
  scope[Symbol.dispose]();
  const target = new EventTarget();
  let heard = 0;
  scope.listen(target, 'news', () => (heard += 1));
  target.dispatchEvent(new Event('news'));
  expect(heard).toBe(0);
});
