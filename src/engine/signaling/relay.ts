// One supervised relay: keeps a socket open, notices when it is dead, replaces it, and subscribes everything again.

import { signal, type ReadonlySignal } from '@preact/signals-core';
import { backoffMs } from '#core/base/backoff.ts';
import { createEmitter, type News } from '#core/base/emitter.ts';
import type { Log } from '#core/base/log.ts';
import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { RelayNetwork, RelayStatus } from '#core/ports/link.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import { endOf, type RelayDriver, type RelaySocket } from './relay-driver.ts';
import {
  idleRelay,
  stepRelay,
  type RelayCheck,
  type RelayEffect,
  type RelayEvent,
  type RelayMachine,
} from './relay-step.ts';
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
  check(how?: RelayCheck): void;
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
  /** Whether the browser says that there is a network; yes where it is not given. */
  readonly isOnline?: () => boolean;
}

/** Waiting times, milliseconds. */
const times = {
  silenceMs: 45_000,
  slowDown: { firstMs: 10_000, maxMs: 300_000 },
  /** After so long without complaint a relay counts as one that never complained. */
  contentMs: 600_000,
} as const;

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
      if (nowMs() - untilMs >= times.contentMs) asked = 0;
      untilMs = nowMs() + backoffMs(asked++, times.slowDown, random);
    },
  };
};

/** The topics of a relay, and their subscriptions on the socket of the moment. */
const createTopicBook = () => {
  const handlers = new Map<string, (text: string) => void>();
  const stops = new Map<string, Stop>();
  return {
    /** `socket`: the open one, if there is any. */
    add: (topic: string, handler: (text: string) => void, socket: RelaySocket | undefined): void => {
      handlers.set(topic, handler);
      if (socket) stops.set(topic, socket.subscribe(topic, handler));
    },
    remove: (topic: string): void => {
      handlers.delete(topic);
      stops.get(topic)?.();
      stops.delete(topic);
    },
    /** Subscribes everything on a new socket; what the old one had is gone with it. */
    attach: (socket: RelaySocket): void => {
      stops.clear();
      for (const [topic, handler] of handlers) stops.set(topic, socket.subscribe(topic, handler));
    },
  };
};

/** Opens a socket within `withinMs`. The returned function gives it up; nothing is told after that. */
const openInTime = (
  { driver, url, clock }: RelayOptions,
  withinMs: number,
  onOpened: (socket: RelaySocket) => void,
  onFailed: (error: unknown) => void,
): Stop => {
  const controller = new AbortController();
  const stopTimer = clock.after(withinMs, () => controller.abort());
  let isGivenUp = false;
  driver.open(url, controller.signal).then(
    (socket) => {
      stopTimer();
      if (isGivenUp) socket.close();
      else onOpened(socket);
    },
    (error: unknown) => {
      stopTimer();
      if (!isGivenUp) onFailed(error);
    },
  );
  return () => {
    isGivenUp = true;
    stopTimer();
    controller.abort();
  };
};

/** Asks `socket` for a sign of life; tells at most once. The returned function stops waiting, but lets an answer through. */
const probeInTime = (
  socket: RelaySocket,
  clock: ClockPort,
  withinMs: number,
  tell: (event: RelayEvent) => void,
): Stop => {
  const askedMs = clock.nowMs();
  let isTold = false;
  const finish = (event: RelayEvent): void => {
    if (isTold) return;
    isTold = true;
    stopTimer();
    tell(event);
  };
  const stopTimer = clock.after(withinMs, () => finish({ is: 'unanswered' }));
  socket.probe().then(
    () => finish({ is: 'answered', roundTripMs: clock.nowMs() - askedMs }),
    () => finish({ is: 'unanswered' }),
  );
  return stopTimer;
};

/** Runs the machine of relay-step.ts: its effects on a socket and on timers. */
const createSupervisor = (options: RelayOptions, topics: ReturnType<typeof createTopicBook>) => {
  const { network, name, clock, log, isOnline = () => true } = options;
  const host = name.split('/')[0] ?? '';
  const status = signal<RelayStatus>({ network, name, state: idleRelay.state });
  const onOpen = createEmitter<void>();
  const throttle = createThrottle(clock);
  const [waiting, silence] = [createTimer(clock), createTimer(clock)];
  let machine: RelayMachine = idleRelay;
  let socket: RelaySocket | undefined;
  let giveUp: Stop = () => {};
  let stopAsking: Stop = () => {};

  const listenTo = (own: RelaySocket): void => {
    socket = own;
    own.onHeard.on(() => {
      // Whatever was heard is a sign of life; the probe's own answer may still come and tells the round trip.
      stopAsking();
      handle({ is: 'heard' });
    });
    own.onSlowDown.on(() => {
      log.info('relay-slow-down', { network, host });
      throttle.slowDown();
    });
    own.onClose.on((end) => {
      if (socket === own) handle(end);
    });
    topics.attach(own);
    handle({ is: 'opened' });
    onOpen.emit();
  };
  const drop = (): void => {
    for (const stop of [giveUp, stopAsking, waiting.stop, silence.stop]) stop();
    socket?.close();
    socket = undefined;
  };
  const probe = (withinMs: number): void => {
    const probed = socket;
    stopAsking();
    if (probed)
      stopAsking = probeInTime(probed, clock, withinMs, (event) => {
        if (socket === probed) handle(event);
      });
  };
  const run = (effect: RelayEffect): void => {
    if (effect.is === 'open') giveUp = openInTime(options, effect.withinMs, listenTo, (error) => handle(endOf(error)));
    else if (effect.is === 'drop') drop();
    else if (effect.is === 'probe') probe(effect.withinMs);
    else waiting.set(effect.delayMs, () => handle({ is: 'due', isOffline: !isOnline() }));
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
  return { status, onOpen, throttle, handle, openSocket: (): RelaySocket | undefined => socket };
};

/** Makes a relay that is idle until `start`. Never throws later on; its state says how it is. */
export const createRelay = (options: RelayOptions): Relay => {
  const topics = createTopicBook();
  const { status, onOpen, throttle, handle, openSocket } = createSupervisor(options, topics);
  return {
    network: options.network,
    name: options.name,
    status,
    onOpen,
    get isOpen() {
      return openSocket() !== undefined;
    },
    start: () => handle({ is: 'started' }),
    publish: (topic, text) => {
      const socket = openSocket();
      if (!socket || !throttle.mayPublish()) return false;
      socket.publish(topic, text);
      return true;
    },
    subscribe: (topic, handler) => {
      topics.add(topic, handler, openSocket());
      return () => topics.remove(topic);
    },
    check: (how) => handle({ is: 'checked', ...how }),
    [Symbol.dispose]: () => handle({ is: 'stopped' }),
  };
};
