// An MQTT broker over WebSocket. The library outweighs all the rest of signaling (late-mqtt-driver.ts loads it).

// oxlint-disable-next-line typescript/triple-slash-reference -- the tests' program has to see these types, too
/// <reference path="./mqtt-browser.d.ts" />

import { signalLimits } from './signal-limits.ts';
import { abortError, refusedError, type RelayDriver, type RelaySocket } from './relay-driver.ts';
import { createSocketLife } from './socket-life.ts';

/** The browser build of mqtt.js. */
export type MqttModule = typeof import('mqtt/dist/mqtt.esm');
type MqttClient = ReturnType<MqttModule['default']['connect']>;

/** Public brokers are shared by everybody: a prefix keeps us out of other people's topics. */
const prefix = 'starling/1/';
const connectTimeoutMs = 10_000;
/** MQTT 3.1.1, 3.9.3: the broker did not take the subscription. */
const subscriptionFailed = 128;

/** A wrong name, password or address is final for a while; every other end is worth another try. */
const refusalOf = (code: unknown): string | undefined =>
  code === 4 || code === 5 ? 'not-authorized' : code === 2 ? 'blocked' : undefined;

const connect = ({ default: mqtt }: MqttModule, url: string): MqttClient =>
  mqtt.connect(url, {
    // The supervisor (relay.ts) reconnects, with the same rules for every network.
    reconnectPeriod: 0,
    connectTimeout: connectTimeoutMs,
    keepalive: 30,
    clean: true,
    resubscribe: false,
    queueQoSZero: false,
    // Its other timer is a worker out of a blob, which our policy forbids; a call keeps a hidden tab's timers running.
    timerVariant: 'native',
    clientId: `s${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`,
  });

const createMqttSocket = (client: MqttClient): RelaySocket => {
  const handlers = new Map<string, (text: string) => void>();
  const decoder = new TextDecoder();
  const probeTopic = `${prefix}probe/${crypto.randomUUID()}`;
  const life = createSocketLife(() => {
    handlers.clear();
    client.end();
  });
  client.on('packetreceive', () => {
    if (!life.isOver) life.onHeard.emit();
  });
  client.on('message', (topic, payload) => {
    if (payload.length <= signalLimits.sealedLength) handlers.get(topic)?.(decoder.decode(payload));
  });
  client.on('close', () => life.end({ is: 'lost' }));
  client.on('error', () => life.end({ is: 'lost' }));
  return {
    publish: (topic, text) => {
      if (!life.isOver) client.publish(prefix + topic, text, { qos: 0 });
    },
    subscribe: (topic, handler) => {
      handlers.set(prefix + topic, handler);
      client.subscribe(prefix + topic, { qos: 0 }, (error, granted) => {
        if (error) life.end({ is: 'lost' });
        else if (granted?.[0]?.qos === subscriptionFailed) life.end({ is: 'refused', reason: 'not-authorized' });
      });
      return () => {
        if (handlers.delete(prefix + topic) && !life.isOver) client.unsubscribe(prefix + topic);
      };
    },
    // The answer to a subscription comes from the broker itself, unlike an answer to a ping of the transport.
    probe: () =>
      new Promise((resolve, reject) => {
        if (life.isOver) return reject(new Error('socket closed'));
        client.subscribe(probeTopic, { qos: 0 }, (error) => (error ? reject(error) : resolve()));
      }),
    close: life.close,
    onClose: life.onClose,
    onHeard: life.onHeard,
    onSlowDown: life.onSlowDown,
  };
};

/** Waits for the broker's word: resolves with an open socket, rejects when it fails or is given up. */
const whenConnected = (client: MqttClient, signal: AbortSignal): Promise<RelaySocket> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => {
      client.end(true);
      reject(abortError());
    };
    signal.addEventListener('abort', onAbort);
    const settled = (): void => signal.removeEventListener('abort', onAbort);
    client.on('connect', () => {
      settled();
      resolve(createMqttSocket(client));
    });
    client.on('error', ({ code }) => {
      settled();
      client.end(true);
      const refusal = refusalOf(code);
      reject(refusal ? refusedError(refusal) : new Error('broker failed'));
    });
    client.on('close', () => {
      settled();
      reject(new Error('broker closed'));
    });
  });

/** Makes a driver for MQTT brokers. */
export const createMqttDriver = (module: MqttModule): RelayDriver => ({
  open: async (url, signal) => {
    if (signal.aborted) throw abortError();
    return whenConnected(connect(module, url), signal);
  },
});
