// Runs the features: each gets a host of its own, hears only what fits its schemas, and can't hurt the call or another
// feature when it breaks.

import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { StorePort } from '#core/ports/store.ts';
import type { Envelope, Outgoing } from '#core/wire/envelope.ts';
import { protocol } from '#core/wire/limits.ts';
import type { ReadonlySignal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Feature, FeatureHost, Participant } from './api.ts';
import { createLate, type LateSource } from './late.ts';

export interface FeatureRunnerOptions {
  readonly self: PersonId;
  readonly selfName: ReadonlySignal<string>;
  readonly people: ReadonlySignal<readonly Participant[]>;
  readonly clock: ClockPort;
  readonly store: StorePort;
  readonly log: Log;
  /** Sends to one person, or to everybody who has the feature. */
  send(message: Outgoing, to?: PersonId): void;
}

export interface FeatureRunner extends Disposable {
  model<M extends Disposable>(feature: Feature<M>): M | undefined;
  /** Gets what a greeted person sent. */
  take(envelope: Envelope, from: PersonId): void;
  /** Asks a person what we missed. */
  askLate(from: PersonId): void;
  /** Compares with everybody soon what each has heard. */
  compareSoon(): void;
}

// oxlint-disable-next-line typescript/no-explicit-any -- features of all kinds stand in one list; each is used with its own model only
type AnyFeature = Feature<any>;

interface Running {
  readonly feature: AnyFeature;
  readonly scope: Scope;
  readonly handlers: Map<string, (body: unknown, from: PersonId) => void>;
  model: Disposable | undefined;
}

const namespaced = (store: StorePort, name: string): StorePort => ({
  get: (key) => store.get(`${name}/${key}`),
  set: (key, value) => store.set(`${name}/${key}`, value),
  remove: (key) => store.remove(`${name}/${key}`),
});

/** Starts all `features`. One that throws is disposed of, logged and from then on missing; the call goes on. */
export const createFeatureRunner = (features: readonly AnyFeature[], options: FeatureRunnerOptions): FeatureRunner => {
  const { log } = options;
  const scope = createScope();
  const running = new Map<string, Running>();

  const guard = (run: Running, task: () => void): void => {
    try {
      task();
    } catch (error) {
      log.error('feature-broke', { feature: run.feature.id, reason: reasonOf(error) });
      running.delete(run.feature.id);
      try {
        run.scope[Symbol.dispose]();
      } catch (more) {
        log.error('feature-did-not-stop', { feature: run.feature.id, reason: reasonOf(more) });
      }
    }
  };

  const hostOf = ({ feature, scope: own, handlers }: Running): FeatureHost => ({
    self: options.self,
    selfName: options.selfName,
    people: options.people,
    scope: own,
    send: (type, body, to) => options.send({ feature: feature.id, type, version: feature.version, body }, to),
    on: <T>(type: string, handler: (body: T, from: PersonId) => void) => {
      handlers.set(type, handler as (body: unknown, from: PersonId) => void);
    },
    clock: options.clock,
    store: namespaced(options.store, feature.id),
    log: log.area(feature.id),
  });

  /** What a running feature can tell; one that throws on the way is disposed of like any other. */
  const sourceOf = (run: Running): LateSource | undefined => {
    const { feature, model } = run;
    const { late } = feature;
    if (!late || !model) return undefined;
    const guarded = <T>(task: () => T, otherwise: T): T => {
      let result = otherwise;
      guard(run, () => {
        result = task();
      });
      return result;
    };
    return {
      id: feature.id,
      save: () => guarded(() => late.save(model), null),
      digest: () => guarded(() => late.digest(model), ''),
      load: (value, from) => {
        const checked = v.safeParse(late.schema, value);
        if (checked.success) return guarded(() => late.load(model, checked.output, from), false);
        log.warn('late-refused', { feature: feature.id });
        return false;
      },
    };
  };

  const late = scope.use(
    createLate({
      sources: () => [...running.values()].flatMap((run) => sourceOf(run) ?? []),
      clock: options.clock,
      log,
      send: (type, body, to) => options.send({ feature: 'call', type, version: protocol.max, body }, to),
    }),
  );

  for (const feature of features) {
    const run: Running = { feature, scope: createScope(), handlers: new Map(), model: undefined };
    scope.use(run.scope);
    running.set(feature.id, run);
    guard(run, () => {
      run.model = feature.start(hostOf(run)) as Disposable;
      run.scope.use(run.model);
    });
  }

  return {
    model: <M extends Disposable>(feature: Feature<M>) => running.get(feature.id)?.model as M | undefined,
    take: ({ feature, type, body }, from) => {
      if (feature === 'call') return late.take(type, body, from);
      const run = running.get(feature);
      const schema = run?.feature.messages[type];
      const handler = run?.handlers.get(type);
      if (!run || !schema || !handler) return log.debug('message-unknown');
      const checked = v.safeParse(schema, body);
      if (!checked.success) return log.warn('message-refused', { feature });
      guard(run, () => handler(checked.output, from));
    },
    askLate: (from) => late.ask(from),
    compareSoon: () => late.compareSoon(),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
