// Links over the data channels of a Trystero room, whichever strategy found the peers.

import type { Room } from '@trystero-p2p/core';
import * as v from 'valibot';
import { createEmitter, type News } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import { instanceSchema, personSchema, readJson } from './announcement.ts';
import { createLinkEnd, type LinkEnd } from './link-end.ts';
import type { TrackedRtc } from './tracked-rtc.ts';

export interface TrysteroLinks extends Disposable {
  readonly onLink: News<Link>;
  /** Somebody has a channel to us. Links to whom Trystero has lost without a word are closed upon this. */
  isUsed(): boolean;
}

export interface TrysteroLinksOptions {
  readonly room: Room;
  readonly tracked: TrackedRtc;
  readonly self: PersonId;
  readonly instance: string;
  readonly clock: ClockPort;
  readonly log: Log;
}

/** The first text on a channel: who the other end says it is. */
const greetingSchema = v.object({ v: v.literal(1), person: personSchema, instance: instanceSchema });

const maxGreetingLength = 500;

/**
 * Leaves for good. A data channel that closed while the device slept makes Trystero's `leave` reject and forget to
 * clean up (trystero #195): then all connections are closed first, which takes such peers away, and it leaves again.
 */
const leaveRoom = async (room: Room, tracked: TrackedRtc, log: Log): Promise<void> => {
  try {
    await room.leave();
  } catch (error) {
    log.info('trystero-leave-again', { reason: reasonOf(error) });
    tracked.closeAll();
    await room.leave().catch(() => {});
  }
  // Trystero keeps connections for two more minutes in case that another room wants them; none will.
  tracked.closeAll();
};

/**
 * Turns every peer of `room` into a Link as soon as it has said who it is. Two strategies make two data channels to the
 * same peer: both are given out, and the second is a spare. (Trystero itself limits neither the size nor the number of
 * the pieces that it assembles before we see a text; only people who know the room's secret get that far.)
 */
export const createTrysteroLinks = ({
  room,
  tracked,
  self,
  instance,
  clock,
  log,
}: TrysteroLinksOptions): TrysteroLinks => {
  const onLink = createEmitter<Link>();
  const ends = new Map<string, LinkEnd>();
  /** Of those who are there: they say who they are once. */
  const greetings = new Map<string, string>();
  let isOver = false;
  const action = room.makeAction<string>('link');
  const send = (peerId: string, text: string): void => {
    action.send(text, { target: peerId }).catch((error: unknown) => {
      log.debug('trystero-not-sent', { reason: reasonOf(error) });
    });
  };
  const closeEnd = (peerId: string): void => {
    const end = ends.get(peerId);
    ends.delete(peerId);
    end?.close();
  };
  const greet = (peerId: string, text: string): void => {
    const greeting = text.length <= maxGreetingLength ? readJson(greetingSchema, text) : undefined;
    if (!greeting || greeting.person === self) return;
    greetings.set(peerId, text);
    const end = createLinkEnd({
      to: greeting.person,
      instance: greeting.instance,
      via: 'trystero',
      clock,
      canSend: () => true,
      send: (own) => send(peerId, own),
      onClosed: () => {
        if (ends.get(peerId) === end) ends.delete(peerId);
      },
    });
    ends.set(peerId, end);
    onLink.emit(end.link);
  };
  action.onMessage = (text: unknown, { peerId }) => {
    if (isOver || typeof text !== 'string') return;
    // Somebody given up in between, who is there all the same, has a link again with their next word.
    const known = greetings.get(peerId);
    if (known !== undefined && known !== text && !ends.has(peerId)) greet(peerId, known);
    const end = ends.get(peerId);
    if (end) end.receive(text);
    else greet(peerId, text);
  };
  const forget = (peerId: string): void => {
    closeEnd(peerId);
    greetings.delete(peerId);
  };
  room.onPeerLeave = forget;
  room.onPeerJoin = (peerId) => {
    // One that joins again without having left: Trystero tells no leaving of whom it replaces, and who joins a call twice from
    // one page is somebody else each time.
    forget(peerId);
    if (!isOver) send(peerId, JSON.stringify({ v: 1, person: self, instance }));
  };
  return {
    onLink,
    isUsed: () => {
      const present = room.getPeers();
      for (const peerId of greetings.keys()) if (!Object.hasOwn(present, peerId)) forget(peerId);
      return ends.size > 0;
    },
    [Symbol.dispose]: () => {
      if (isOver) return;
      isOver = true;
      for (const peerId of ends.keys()) closeEnd(peerId);
      void leaveRoom(room, tracked, log);
    },
  };
};
