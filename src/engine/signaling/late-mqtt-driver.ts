// The driver for MQTT brokers, loaded with its library when the first broker is opened.

import type { MqttModule } from './mqtt-driver.ts';
import type { RelayDriver } from './relay-driver.ts';

export type LoadMqtt = () => Promise<MqttModule>;

/** Both at once: neither is of use without the other. */
export const createLateMqttDriver = (load: LoadMqtt = () => import('mqtt/dist/mqtt.esm')): RelayDriver => ({
  open: async (url, signal) => {
    const [{ createMqttDriver }, module] = await Promise.all([import('./mqtt-driver.ts'), load()]);
    return createMqttDriver(module).open(url, signal);
  },
});
