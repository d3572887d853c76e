import { signal } from '@preact/signals-core';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { Outgoing } from '#core/wire/envelope.ts';
import { defineFeature, type FeatureHost } from '#engine/call/api.ts';
import { createFeatureRunner } from '#engine/call/feature-host.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const ben = 'B'.repeat(22) as PersonId;

interface Notes extends Disposable {
  readonly heard: number[];
  readonly host: FeatureHost;
}

const makeFeature = (
  id: string,
  broken: Partial<Record<'start' | 'message' | 'save' | 'load' | 'digest' | 'dispose', true>> = {},
) => {
  const made: { isDisposed: boolean } = { isDisposed: false };
  const explode = (where: keyof typeof broken): void => {
    if (broken[where]) throw new Error(where);
  };
  const feature = defineFeature<Notes>({
    id,
    version: 3,
    messages: { number: v.number(), unheard: v.any() },
    start: (host) => {
      const heard: number[] = [];
      host.scope.add(() => (made.isDisposed = true));
      host.on<number>('number', (value) => {
        explode('message');
        heard.push(value);
      });
      explode('start');
      return { heard, host, [Symbol.dispose]: () => explode('dispose') };
    },
    late: {
      schema: v.array(v.number()),
      save: ({ heard }) => {
        explode('save');
        return heard;
      },
      load: ({ heard }, state) => {
        explode('load');
        heard.push(...(state as number[]));
        return true;
      },
      digest: ({ heard }) => {
        explode('digest');
        return heard.join();
      },
    },
  });
  return { feature, made };
};

const setUp = (...features: ReturnType<typeof makeFeature>['feature'][]) => {
  const clock = createFakeClock();
  const store = createFakeStore();
  const log = createLog(clock.nowMs);
  const sent: (Outgoing & { to: PersonId | undefined })[] = [];
  const runner = createFeatureRunner(features, {
    self: 'A'.repeat(22) as PersonId,
    selfName: signal('Ana'),
    people: signal([]),
    clock,
    store,
    log,
    send: (message, to) => sent.push({ ...message, to }),
  });
  const take = (feature: string, type: string, body: unknown): void =>
    runner.take({ feature, type, version: 3, id: 1, body }, ben);
  return { clock, store, log, sent, runner, take, events: () => log.entries().map(({ event }) => event) };
};

test('a feature hears only what fits its schemas', () => {
  const { feature } = makeFeature('notes');
  const { runner, take, events } = setUp(feature);
  take('notes', 'number', 1);
  take('notes', 'number', 'two');
  take('notes', 'unheard', 3);
  take('notes', 'constructor', 4);
  take('notes', 'unknown', 5);
  take('unknown', 'number', 6);
  expect(runner.model(feature)?.heard).toEqual([1]);
  expect(events()).toEqual([
    'message-refused',
    'message-unknown',
    'message-unknown',
    'message-unknown',
    'message-unknown',
  ]);
});

test('a feature sends under its name and version, and keeps under its name', async () => {
  const { feature } = makeFeature('notes');
  const { runner, sent, store } = setUp(feature);
  const host = runner.model(feature)?.host;
  host?.send('number', 1, ben);
  await host?.store.set('key', 'value');
  expect(sent).toEqual([{ feature: 'notes', type: 'number', version: 3, body: 1, to: ben }]);
  expect([await store.get('notes/key'), await host?.store.get('key')]).toEqual(['value', 'value']);
  await host?.store.remove('key');
  expect(await store.get('notes/key')).toBeUndefined();
});

test('what somebody missed is told, refused when it does not fit, and taken over when it does', () => {
  const { feature } = makeFeature('notes');
  const { runner, sent, take, events } = setUp(feature);
  const late = (text: string): void => take('call', 'late', { feature: 'notes', part: 0, parts: 1, text });
  late('["one"]');
  late('{"__proto__":1}');
  late('[1,2]');
  expect(events()).toEqual(['late-refused', 'late-refused']);
  expect(runner.model(feature)?.heard).toEqual([1, 2]);
  runner.askLate(ben);
  take('call', 'late-please', { features: ['notes'] });
  expect(sent.map(({ type, body }) => [type, body])).toEqual([
    ['late-please', { features: ['notes'] }],
    ['late', { feature: 'notes', part: 0, parts: 1, text: '[1,2]' }],
  ]);
});

describe('a feature that throws is disposed of, and the others go on', () => {
  const ways: Record<string, (take: ReturnType<typeof setUp>['take']) => void> = {
    start: () => {},
    message: (take) => take('bad', 'number', 1),
    save: (take) => take('call', 'late-please', { features: ['bad'] }),
    load: (take) => take('call', 'late', { feature: 'bad', part: 0, parts: 1, text: '[]' }),
    digest: (take) => take('call', 'late-digest', { digests: { bad: 'x' } }),
  };

  test.each(Object.keys(ways))('in %s', (where) => {
    const bad = makeFeature('bad', { [where]: true });
    const good = makeFeature('good');
    const { runner, take, events } = setUp(bad.feature, good.feature);
    ways[where]?.(take);
    expect(runner.model(bad.feature)).toBeUndefined();
    expect(bad.made.isDisposed).toBe(true);
    expect(events()).toContain('feature-broke');
    take('bad', 'number', 1);
    take('good', 'number', 2);
    expect(runner.model(good.feature)?.heard).toEqual([2]);
    runner[Symbol.dispose]();
    expect(good.made.isDisposed).toBe(true);
  });

  test('also when it cannot even be disposed of', () => {
    const bad = makeFeature('bad', { message: true, dispose: true });
    const good = makeFeature('good');
    const { runner, take } = setUp(bad.feature, good.feature);
    expect(() => take('bad', 'number', 1)).not.toThrow();
    expect(runner.model(bad.feature)).toBeUndefined();
    take('good', 'number', 2);
    expect(runner.model(good.feature)?.heard).toEqual([2]);
  });
});

test('all end with the runner', async () => {
  const { feature, made } = makeFeature('notes');
  const { runner, clock } = setUp(feature);
  runner.compareSoon();
  runner[Symbol.dispose]();
  expect(made.isDisposed).toBe(true);
  expect(clock.pending()).toBe(0);
});
