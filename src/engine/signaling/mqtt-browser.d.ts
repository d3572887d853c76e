// The browser build of mqtt.js, typed by hand: its own types pull Node's globals into the page's realm.

declare module 'mqtt/dist/mqtt.esm' {
  interface MqttClient {
    on(event: 'connect' | 'close' | 'packetreceive', listener: () => void): void;
    on(event: 'error', listener: (error: { readonly code?: unknown }) => void): void;
    on(event: 'message', listener: (topic: string, payload: Uint8Array) => void): void;
    publish(topic: string, text: string, options: { readonly qos: 0 }): void;
    subscribe(
      topic: string,
      options: { readonly qos: 0 },
      done: (error: Error | null, granted?: readonly { readonly qos: number }[]) => void,
    ): void;
    unsubscribe(topic: string): void;
    end(force?: boolean): void;
  }
  interface Mqtt {
    connect(
      url: string,
      options: {
        readonly reconnectPeriod: number;
        readonly connectTimeout: number;
        readonly keepalive: number;
        readonly clean: boolean;
        readonly resubscribe: boolean;
        readonly queueQoSZero: boolean;
        readonly timerVariant: 'native';
        readonly clientId: string;
      },
    ): MqttClient;
  }
  const mqtt: Mqtt;
  export default mqtt;
}
