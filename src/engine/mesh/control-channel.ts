// Owns the control channel of one connection.

import { createEmitter, type News } from '#core/base/emitter.ts';
import type { Scope } from '#core/base/scope.ts';
import { aliveText } from '#core/wire/call-messages.ts';

export interface ControlChannel {
  /** The channel is open and the descriptions can be read. */
  readonly onOpen: News<void>;
  readonly onMessage: News<unknown>;
  readonly isOpen: () => boolean;
  /** False when the channel is not open, its buffer is full, or the other end takes no text of that length. Never throws. */
  send(text: string): boolean;
  /** Says that we are there, unless something waits to be sent: what a broken path keeps must not pile up. */
  beat(): void;
  /** How many messages have come, those that only say that somebody is there among them. */
  received(): number;
  /** The descriptions are complete from now on. */
  described(): void;
}

/** A slow peer's unsent control messages; above it something is wrong and messages are dropped. */
const maxBufferedBytes = 4 * 1024 * 1024;
const maxEarlyMessages = 16;

/**
 * The channel of `pc`, negotiated by number: Trystero's habit of taking any in-band channel as its own can't reach it, and
 * it opens with SCTP. On a quick path it opens, and even the other's first words come, before the promise of the last
 * description resolves and the descriptions can be read (seen in Chromium 156): the news waits for `described`.
 */
export const createControlChannel = (pc: RTCPeerConnection, scope: Scope): ControlChannel => {
  const onOpen = createEmitter<void>();
  const onMessage = createEmitter<unknown>();
  const channel = pc.createDataChannel('control', { negotiated: true, id: 0, ordered: true });
  const early: unknown[] = [];
  let isDescribed = false;
  let received = 0;
  scope.listen(channel, 'open', () => isDescribed && onOpen.emit());
  scope.listen<MessageEvent>(channel, 'message', ({ data }) => {
    received += 1;
    if (data === aliveText) return;
    if (isDescribed) onMessage.emit(data);
    else if (early.length < maxEarlyMessages) early.push(data);
  });
  /** The other end's description says what it takes (RFC 8841, max-message-size); above that Firefox throws (W3C webrtc, send). */
  const say = (text: string, maxWaitingBytes: number): boolean => {
    if (channel.readyState !== 'open' || channel.bufferedAmount > maxWaitingBytes) return false;
    try {
      channel.send(text);
      return true;
    } catch {
      return false;
    }
  };
  return {
    onOpen,
    onMessage,
    isOpen: () => channel.readyState === 'open',
    send: (text) => say(text, maxBufferedBytes),
    beat: () => void say(aliveText, 0),
    received: () => received,
    described: () => {
      if (isDescribed) return;
      isDescribed = true;
      if (channel.readyState === 'open') onOpen.emit();
      for (const data of early.splice(0)) onMessage.emit(data);
    },
  };
};
