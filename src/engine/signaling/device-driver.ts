// The same device as a relay: every window of this origin hears every other, with no network at all.

import type { RelayDriver, RelaySocket } from './relay-driver.ts';
import { createSocketLife } from './socket-life.ts';

/** The part of BroadcastChannel that is used. */
export interface ChannelLike {
  postMessage(text: string): void;
  close(): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

/** Opens the channel of that name. A channel hears the others of its name, never itself. */
export type OpenChannel = (name: string) => ChannelLike;

const channelName = (topic: string): string => `starling/${topic}`;

const createDeviceSocket = (openChannel: OpenChannel): RelaySocket => {
  const channels = new Map<string, ChannelLike>();
  const life = createSocketLife(() => {
    for (const channel of channels.values()) channel.close();
    channels.clear();
  });
  const channelOf = (topic: string): ChannelLike => {
    const channel = channels.get(topic) ?? openChannel(channelName(topic));
    channels.set(topic, channel);
    return channel;
  };
  return {
    publish: (topic, text) => {
      if (life.isOver) return;
      if (channels.has(topic)) return channelOf(topic).postMessage(text);
      // The inbox of somebody else: opened for this text alone, or every person ever met would cost a channel.
      const channel = openChannel(channelName(topic));
      channel.postMessage(text);
      channel.close();
    },
    subscribe: (topic, handler) => {
      const channel = channelOf(topic);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (life.isOver) return;
        life.onHeard.emit();
        if (typeof data === 'string') handler(data);
      };
      return () => {
        channels.delete(topic);
        channel.close();
      };
    },
    probe: () => (life.isOver ? Promise.reject(new Error('channel closed')) : Promise.resolve()),
    close: life.close,
    onClose: life.onClose,
    onHeard: life.onHeard,
    onSlowDown: life.onSlowDown,
  };
};

/** Makes the driver of this device; its `open` ignores the address and always succeeds. */
export const createDeviceDriver = (openChannel: OpenChannel): RelayDriver => ({
  open: () => Promise.resolve(createDeviceSocket(openChannel)),
});
