// A way for the signaling of the direct connection, through the carried conversation: with it the two find back to each
// other as soon as there is a path, also when every relay is dead, and though the mesh gives people up after a while.

import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import type { VisitName } from '#core/wire/call-messages.ts';
import type { LinkEnd, LinkEndOptions } from '#engine/signaling/link-end.ts';

export interface SignalWayOptions {
  readonly visit: VisitName;
  readonly clock: ClockPort;
  /** They are carried, and the direct connection is missing. */
  canSend(): boolean;
  send(text: string): void;
  addLink(link: Link): void;
  createLinkEnd(options: LinkEndOptions): LinkEnd;
}

export interface SignalWay {
  /** Lays the link where there is none. */
  look(): void;
  receive(text: string): void;
  close(): void;
}

/** Where the mesh has given the person up, the direct way is tried again so often. */
const againMs = 20_000;

/** No link yet. */
export const createSignalWay = ({ visit: [to, instance], clock, addLink, ...ports }: SignalWayOptions): SignalWay => {
  let end: LinkEnd | undefined;
  let laidAtMs = -Infinity;

  const lay = (): void => {
    laidAtMs = clock.nowMs();
    const next = ports.createLinkEnd({
      to,
      instance,
      via: 'person',
      clock,
      canSend: ports.canSend,
      send: ports.send,
      onClosed: () => {
        if (end === next) end = undefined;
      },
    });
    end = next;
    addLink(next.link);
  };

  return {
    look: () => {
      if (!end && ports.canSend() && clock.nowMs() - laidAtMs >= againMs) lay();
    },
    receive: (text) => end?.receive(text),
    close: () => {
      const old = end;
      end = undefined;
      old?.close();
    },
  };
};
