// mqtt.js for Node: its browser build refuses to run here. Both have the same interface.

import type { MqttModule } from '../../../../src/engine/signaling/mqtt-driver.ts';

export const loadNodeMqtt = (): Promise<MqttModule> => import('mqtt');
