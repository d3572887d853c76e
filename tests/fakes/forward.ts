// Passing on, in memory: what would go where. Nothing flows.

import type { ForwardEnd, ForwardPort } from '#core/ports/forward.ts';

export interface FakeForward extends ForwardPort {
  canForward: boolean;
  batteryIsLow: boolean;
  /** Connections that are joined at this moment, from and to. */
  readonly joined: readonly (readonly [RTCPeerConnection, RTCPeerConnection])[];
  /** Connections that are listened to. */
  ends(): number;
}

export const createFakeForward = (): FakeForward => {
  const connections = new Map<ForwardEnd, RTCPeerConnection>();
  const joined: (readonly [RTCPeerConnection, RTCPeerConnection])[] = [];
  const fake: FakeForward = {
    canForward: true,
    batteryIsLow: false,
    joined,
    ends: () => connections.size,
    isBatteryLow: async () => fake.batteryIsLow,
    open: async () => ({
      add: (connection) => {
        const end: ForwardEnd = {
          sendTo: (other) => {
            const to = connections.get(other);
            if (!to) throw new Error('nobody is there');
            const pair = [connection, to] as const;
            joined.push(pair);
            return () => {
              const at = joined.indexOf(pair);
              if (at >= 0) joined.splice(at, 1);
            };
          },
          [Symbol.dispose]: () => void connections.delete(end),
        };
        connections.set(end, connection);
        return end;
      },
      [Symbol.dispose]: () => connections.clear(),
    }),
  };
  return fake;
};
