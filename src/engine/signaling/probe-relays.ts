// Counts which of the configured relays answer at this moment: opens each once, asks it for a sign of life, closes.

import type { ClockPort } from '#core/ports/clock.ts';
import type { RelayLists } from './instance-config.ts';
import { createLateMqttDriver, type LoadMqtt } from './late-mqtt-driver.ts';
import { createNostrDriver } from './nostr-driver.ts';
import { abortError, type OpenSocket, type RelayDriver } from './relay-driver.ts';

export interface RelayCount {
  readonly asked: number;
  readonly answering: number;
}

export interface ProbeOptions {
  /** Trackers are not asked: they know nothing but torrents, and have no sign of life to give. */
  readonly relays: Pick<RelayLists, 'nostr' | 'mqtt'>;
  readonly clock: ClockPort;
  /** Default: the global WebSocket. */
  readonly openSocket?: OpenSocket;
  /** Default: the browser build of mqtt.js. */
  readonly loadMqtt?: LoadMqtt;
}

/** Whoever needs longer would be no help in a join either. */
const patienceMs = 5_000;

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const giveUp = (): void => reject(abortError());
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });

const isAnswering = async (driver: RelayDriver, url: string, signal: AbortSignal): Promise<boolean> => {
  try {
    const socket = await driver.open(url, signal);
    try {
      await Promise.race([socket.probe(), whenAborted(signal)]);
      return true;
    } finally {
      socket.close();
    }
  } catch {
    return false;
  }
};

/** Resolves after 5 s at the latest, with all sockets closed; sooner when `signal` is aborted. Never rejects. */
export const probeRelays = async (options: ProbeOptions, signal: AbortSignal): Promise<RelayCount> => {
  const { relays, clock, openSocket, loadMqtt } = options;
  const patience = new AbortController();
  const giveUp = (): void => patience.abort();
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  const stopTimer = clock.after(patienceMs, giveUp);
  // Nothing will be signed: the driver need not prepare for it.
  const idleClock: ClockPort = { ...clock, after: () => () => {} };
  const nostr = createNostrDriver(openSocket ?? ((url) => new WebSocket(url)), idleClock);
  const mqtt = createLateMqttDriver(loadMqtt);
  const answers = await Promise.all([
    ...relays.nostr.map((url) => isAnswering(nostr, url, patience.signal)),
    ...relays.mqtt.map((url) => isAnswering(mqtt, url, patience.signal)),
  ]);
  stopTimer();
  signal.removeEventListener('abort', giveUp);
  return { asked: answers.length, answering: answers.filter(Boolean).length };
};
