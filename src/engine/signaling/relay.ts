// One supervised relay: keeps a socket open, notices when it is dead, replaces it, and subscribes everything again.

import { signal, type ReadonlySignal } from '@preact/signals-core';
import { backoffMs } from '#core/base/backoff.ts';
import { createEmitter, type News } from '#core/base/emitter.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { RelayNetwork, RelayStatus } from '#core/ports/link.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import { endOf, type RelayDriver, type RelaySocket } from './relay-driver.ts';
import { idleRelay, stepRelay, type RelayEffect, type RelayEvent, type RelayMachine } from './relay-step.ts';
import { signalLimits } from './signal-limits.ts';

export interface Relay extends Disposable {
  readonly network: RelayNetwork;
  readonly name: string;
  readonly status: ReadonlySignal<RelayStatus>;
  /** A socket is there and takes texts, as far as is known. */
  readonly isOpen: boolean;
  readonly onOpen: News<void>;
  /** Opens the first socket. */
  start(): void;
  /** Sends a sealed text when the relay is open; false when it was not sent (closed, or told to slow down). */
  publish(topic: string, text: string): boolean;
  /** Hears a topic through every socket to come. One handler a topic. */
  subscribe(topic: string, handler: (text: string) => void): Stop;
  /** Asks for a sign of life now, or tries to connect now. */
  check(): void;
}

export interface RelayOptions {
  readonly driver: RelayDriver;
  readonly network: RelayNetwork;
  /** For the driver. */
  readonly url: string;
  /** For people and the log: without scheme, user, query. */
  readonly name: string;
  readonly clock: ClockPort;
  readonly log: Log;
}

/** Waiting times, milliseconds. */
const times = { openMs: 10_000, silenceMs: 45_000, answerMs: 3_000, slowDown: { firstMs: 10_000, maxMs: 300_000 } } as const;

/** One timer that replaces itself. */
const createTimer = (clock: ClockPort) => {
  let stop: Stop = () => {};
  return {
    set: (delayMs: number, task: () => void): void => {
      stop();
      stop = clock.after(delayMs, task);
    },
    stop: (): void => stop(),
  };
};

/** The time during which nothing is published because the relay asked for less. */
const createThrottle = ({ nowMs, random }: ClockPort) => {
  const bucket = createTokenBucket({ perSecond: signalLimits.publishesPerSecond, burst: signalLimits.publishBurst });
  let untilMs = 0;
  let asked = 0;
  return {
    mayPublish: (): boolean => nowMs() >= untilMs && bucket(nowMs()),
    slowDown: (): void => {
      if (nowMs() < untilMs) return;
      untilMs = nowMs() + backoffMs(asked++, times.slowDown, random);
    },
  };
};

/** Makes a relay that is idle until `start`. Never throws later on; its state says how it is. */
export const createRelay = ({ driver, network, url, name, clock, log }: RelayOptions): Relay => {
  const status = signal<RelayStatus>({ network, name, state: idleRelay.state });
  const onOpen = createEmitter<void>();
  const topics = new Map<string, (text: string) => void>();
  const stops = new Map<string, Stop>();
  const throttle = createThrottle(clock);
  const waiting = createTimer(clock);
  const silence = createTimer(clock);
  const answer = createTimer(clock);
  const host = name.split('/')[0] ?? '';
  let machine: RelayMachine = idleRelay;
  let socket: RelaySocket | undefined;
  let opening: AbortController | undefined;

  const listenTo = (own: RelaySocket): void => {
    socket = own;
    own.onHeard.on(() => {
      // Whatever was heard is a sign of life; the probe's own answer may still come and tells the round trip.
      answer.stop();
      handle({ is: 'heard' });
    });
    own.onSlowDown.on(() => {
      log.info('relay-slow-down', { network, host });
      throttle.slowDown();
    });
    own.onClose.on((end) => {
      if (socket === own) handle(end);
    });
    for (const [topic, handler] of topics) stops.set(topic, own.subscribe(topic, handler));
  };

  const open = async (): Promise<void> => {
    const controller = new AbortController();
    opening = controller;
    waiting.set(times.openMs, () => controller.abort());
    try {
      const opened = await driver.open(url, controller.signal);
      if (opening !== controller) return opened.close();
      waiting.stop();
      listenTo(opened);
      handle({ is: 'opened' });
      onOpen.emit();
    } catch (error) {
      if (opening !== controller) return;
      log.debug('relay-not-opened', { network, host, reason: reasonOf(error) });
      handle(endOf(error));
    }
  };

  const drop = (): void => {
    opening?.abort();
    opening = undefined;
    waiting.stop();
    silence.stop();
    answer.stop();
    stops.clear();
    socket?.close();
    socket = undefined;
  };

  const probe = (): void => {
    const probed = socket;
    const askedMs = clock.nowMs();
    const finish = (event: RelayEvent): void => {
      if (socket !== probed) return;
      answer.stop();
      handle(event);
    };
    answer.set(times.answerMs, () => finish({ is: 'unanswered' }));
    probed?.probe().then(
      () => finish({ is: 'answered', roundTripMs: clock.nowMs() - askedMs }),
      () => finish({ is: 'unanswered' }),
    );
  };

  const run = (effect: RelayEffect): void => {
    if (effect.is === 'open') void open();
    else if (effect.is === 'drop') drop();
    else if (effect.is === 'probe') probe();
    else waiting.set(effect.delayMs, () => handle({ is: 'due' }));
  };

  const handle = (event: RelayEvent): void => {
    const before = machine.state;
    const step = stepRelay(machine, event, clock.nowMs(), clock.random);
    machine = step.machine;
    for (const effect of step.effects) run(effect);
    const { state } = machine;
    if (state.is === 'open') silence.set(times.silenceMs, () => handle({ is: 'silent' }));
    if (state === before) return;
    status.value = { network, name, state };
    if (state.is !== before.is) log.info(`relay-${state.is}`, { network, host, attempt: machine.attempt });
  };

  return {
    network,
    name,
    status,
    onOpen,
    get isOpen() {
      return socket !== undefined;
    },
    start: () => handle({ is: 'started' }),
    publish: (topic, text) => {
      if (!socket || !throttle.mayPublish()) return false;
      socket.publish(topic, text);
      return true;
    },
    subscribe: (topic, handler) => {
      topics.set(topic, handler);
      if (socket) stops.set(topic, socket.subscribe(topic, handler));
      return () => {
        topics.delete(topic);
        stops.get(topic)?.();
        stops.delete(topic);
      };
    },
    check: () => handle({ is: 'checked' }),
    [Symbol.dispose]: () => handle({ is: 'stopped' }),
  };
};
