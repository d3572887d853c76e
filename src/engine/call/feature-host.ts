// Runs the features: each gets a host of its own, hears only what fits its schemas, and can't hurt the call or another
// feature when it breaks.

import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { StorePort } from '#core/ports/store.ts';
import { latePleaseSchema, lateSchema, type LatePart } from '#core/wire/call-messages.ts';
import type { Envelope } from '#core/wire/envelope.ts';
import { limits } from '#core/wire/limits.ts';
import type { ReadonlySignal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Feature, FeatureHost, Participant } from './api.ts';

export interface FeatureRunnerOptions {
  readonly self: PersonId;
  readonly selfName: ReadonlySignal<string>;
  readonly people: ReadonlySignal<readonly Participant[]>;
  readonly clock: ClockPort;
  readonly store: StorePort;
  readonly log: Log;
  /** Sends to one person, or to everybody who has the feature. */
  send(feature: string, type: string, version: number, body: unknown, to?: PersonId): void;
}

export interface FeatureRunner extends Disposable {
  model<M extends Disposable>(feature: Feature<M>): M | undefined;
  /** Gets what a greeted person sent. */
  take(envelope: Envelope, from: PersonId): void;
  /** Asks a person what we missed. */
  askLate(from: PersonId): void;
}

// oxlint-disable-next-line typescript/no-explicit-any -- features of all kinds stand in one list; each is used with its own model only
type AnyFeature = Feature<any>;

interface Running {
  readonly feature: AnyFeature;
  readonly scope: Scope;
  readonly handlers: Map<string, (body: unknown, from: PersonId) => void>;
  model: Disposable | undefined;
}

/** JSON in parts that fit into control messages (quotes and escapes can double the length). */
const partLength = Math.floor(limits.controlBytes / 2.5);

const namespaced = (store: StorePort, name: string): StorePort => ({
  get: (key) => store.get(`${name}/${key}`),
  set: (key, value) => store.set(`${name}/${key}`, value),
  remove: (key) => store.remove(`${name}/${key}`),
});

/** Joins parts per sender and feature; holds at most `limits.lateBytes` for each. */
const createJoiner = (): ((from: PersonId, part: LatePart) => string | undefined) => {
  const open = new Map<string, string[]>();
  return (from, { feature, part, parts, text }) => {
    const key = `${from} ${feature}`;
    const texts = part === 0 ? [] : open.get(key);
    open.delete(key);
    if (texts?.length !== part || parts * partLength > limits.lateBytes * 1.1) return undefined;
    texts.push(text);
    if (texts.length === parts) return texts.join('');
    // People come and go in the middle of an answer.
    if (open.size > 100) open.clear();
    open.set(key, texts);
    return undefined;
  };
};

/** Starts all `features`. One that throws is disposed of, logged and from then on missing; the call goes on. */
export const createFeatureRunner = (features: readonly AnyFeature[], options: FeatureRunnerOptions): FeatureRunner => {
  const { log } = options;
  const scope = createScope();
  const running = new Map<string, Running>();
  const join = createJoiner();

  const guard = (run: Running, task: () => void): void => {
    try {
      task();
    } catch (error) {
      log.error('feature-broke', { feature: run.feature.id, reason: reasonOf(error) });
      run.scope[Symbol.dispose]();
      running.delete(run.feature.id);
    }
  };

  const hostOf = ({ feature, scope: own, handlers }: Running): FeatureHost => ({
    self: options.self,
    selfName: options.selfName,
    people: options.people,
    scope: own,
    send: (type, body, to) => options.send(feature.id, type, feature.version, body, to),
    on: <T>(type: string, handler: (body: T, from: PersonId) => void) => {
      handlers.set(type, handler as (body: unknown, from: PersonId) => void);
    },
    clock: options.clock,
    store: namespaced(options.store, feature.id),
    log: log.area(feature.id),
  });

  const sendLate = (wanted: readonly string[], to: PersonId): void => {
    for (const run of running.values()) {
      const { feature, model } = run;
      if (!feature.late || !model || !wanted.includes(feature.id)) continue;
      guard(run, () => {
        const text = JSON.stringify(feature.late?.save(model) ?? null);
        if (text.length > limits.lateBytes) return log.warn('late-too-large', { feature: feature.id });
        const parts = Math.max(1, Math.ceil(text.length / partLength));
        for (let part = 0; part < parts; part += 1) {
          const slice = text.slice(part * partLength, (part + 1) * partLength);
          options.send('call', 'late', 1, { feature: feature.id, part, parts, text: slice }, to);
        }
      });
    }
  };

  const takeLate = (body: unknown, from: PersonId): void => {
    const part = v.safeParse(lateSchema, body);
    const run = part.success ? running.get(part.output.feature) : undefined;
    const text = part.success && run?.feature.late ? join(from, part.output) : undefined;
    if (!run?.feature.late || text === undefined) return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return log.warn('late-malformed', { feature: run.feature.id });
    }
    const checked = v.safeParse(run.feature.late.schema, value);
    if (!checked.success) return log.warn('late-refused', { feature: run.feature.id });
    guard(run, () => run.feature.late?.load(run.model, checked.output, from));
  };

  for (const feature of features) {
    const run: Running = { feature, scope: createScope(), handlers: new Map(), model: undefined };
    scope.use(run.scope);
    running.set(feature.id, run);
    guard(run, () => {
      run.model = run.scope.use<Disposable>(feature.start(hostOf(run)));
    });
  }

  return {
    model: <M extends Disposable>(feature: Feature<M>) => running.get(feature.id)?.model as M | undefined,
    take: ({ feature, type, body }, from) => {
      if (feature === 'call' && type === 'late') return takeLate(body, from);
      if (feature === 'call' && type === 'late-please') {
        const wanted = v.safeParse(latePleaseSchema, body);
        return wanted.success ? sendLate(wanted.output.features, from) : undefined;
      }
      const run = running.get(feature);
      const schema = run?.feature.messages[type];
      const handler = run?.handlers.get(type);
      if (!run || !schema || !handler) return log.debug('message-unknown');
      const checked = v.safeParse(schema, body);
      if (!checked.success) return log.warn('message-refused', { feature });
      guard(run, () => handler(checked.output, from));
    },
    askLate: (from) => {
      const wanted = [...running.values()].filter(({ feature }) => feature.late).map(({ feature }) => feature.id);
      if (wanted.length > 0) options.send('call', 'late-please', 1, { features: wanted }, from);
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
