// Links over a Trystero room, with a room that does what the test says. The real one is met in the browser tests.

import type { MessageAction, Room } from '@trystero-p2p/core';
import { describe, expect, it, vi } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { Link } from '#core/ports/link.ts';
import { trackRtc, type RtcSource } from '../../../../src/engine/signaling/tracked-rtc.ts';
import { createTrysteroLinks } from '../../../../src/engine/signaling/trystero-links.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { newPersonId } from './people.ts';
import { eventually } from '../../../contract/eventually.ts';

const setUp = (leave: () => Promise<void> = () => Promise.resolve()) => {
  const sent: (readonly [peer: unknown, text: string])[] = [];
  const action: MessageAction<string> = {
    send: (text, options) => {
      sent.push([options?.target, text]);
      return sent.length > 50 ? Promise.reject(new Error('closed')) : Promise.resolve();
    },
    onMessage: null,
    onReceiveProgress: null,
  };
  const present: Record<string, RTCPeerConnection> = {};
  const getPeers = (): typeof present => present;
  const room = { makeAction: () => action, leave, getPeers, onPeerJoin: null, onPeerLeave: null } as unknown as Room;
  const clock = createFakeClock();
  const connections: { connectionState: string; close: () => void; onconnectionstatechange: () => void }[] = [];
  const source: RtcSource = {
    create: () => {
      const connection = {
        connectionState: 'new',
        close: () => void (connection.connectionState = 'closed'),
        onconnectionstatechange: vi.fn(),
        addEventListener: () => {},
      };
      connections.push(connection);
      return connection as unknown as RTCPeerConnection;
    },
  };
  const tracked = trackRtc(source, clock);
  const self = newPersonId();
  const found = createTrysteroLinks({ room, tracked, self, instance: 'own', clock, log: createLog(clock.nowMs) });
  const links: Link[] = [];
  const heard: string[] = [];
  found.onLink.on((link) => {
    links.push(link);
    link.onMessage.on((text) => heard.push(text));
  });
  const receive = (peerId: string, text: unknown): void => void action.onMessage?.(text as string, { peerId });
  const greeting = (person: PersonId): string => JSON.stringify({ v: 1, person, instance: 'theirs' });
  /** Trystero has this one in the room; it tells so, or not. */
  const setPresent = (peerId: string, isPresent: boolean): void => {
    if (isPresent) present[peerId] = tracked.polyfill as never;
    else delete present[peerId];
  };
  return { room, sent, found, links, heard, receive, greeting, self, tracked, connections, setPresent };
};

describe('links over Trystero', () => {
  it('begin when the other end has said who it is', () => {
    const { room, sent, links, heard, receive, greeting, self } = setUp();
    const person = newPersonId();
    room.onPeerJoin?.('peer');
    expect(sent).toEqual([['peer', JSON.stringify({ v: 1, person: self, instance: 'own' })]]);
    receive('peer', 'no greeting');
    receive('peer', greeting('nobody' as PersonId));
    receive('peer', greeting(self));
    receive('peer', { v: 1, person, instance: 'x' });
    receive('peer', `${greeting(person)}${' '.repeat(600)}`);
    expect(links).toEqual([]);
    receive('peer', greeting(person));
    receive('peer', 'text');
    expect(links).toMatchObject([{ to: person, instance: 'theirs', via: 'trystero', isOpen: true }]);
    expect(heard).toEqual(['text']);
    links[0]?.send('answer');
    expect(sent.at(-1)).toEqual(['peer', 'answer']);
  });

  it('come again with the next word of somebody whose link was given up', () => {
    const { room, links, heard, receive, greeting } = setUp();
    const person = newPersonId();
    room.onPeerJoin?.('peer');
    receive('peer', greeting(person));
    links[0]?.[Symbol.dispose]();
    receive('peer', 'are you there');
    expect([links.map(({ to, isOpen }) => [to, isOpen]), heard]).toEqual([
      [
        [person, false],
        [person, true],
      ],
      ['are you there'],
    ]);
    room.onPeerLeave?.('peer');
    receive('peer', 'and now');
    expect([links.length, heard.length]).toEqual([2, 1]);
  });

  it('are in use from the greeting until the other end is gone', () => {
    const { room, found, receive, greeting, setPresent } = setUp();
    setPresent('peer', true);
    room.onPeerJoin?.('peer');
    expect(found.isUsed()).toBe(false);
    receive('peer', greeting(newPersonId()));
    expect(found.isUsed()).toBe(true);
    room.onPeerLeave?.('peer');
    expect(found.isUsed()).toBe(false);
  });

  it('are not in use when Trystero has lost the other end without a word', () => {
    const { room, found, links, receive, greeting, setPresent } = setUp();
    setPresent('peer', true);
    room.onPeerJoin?.('peer');
    receive('peer', greeting(newPersonId()));
    setPresent('peer', false);
    expect(found.isUsed()).toBe(false);
    expect(links[0]?.isOpen).toBe(false);
  });

  it('begin anew with whoever joins again without having left', () => {
    const { room, links, receive, greeting } = setUp();
    const person = newPersonId();
    room.onPeerJoin?.('peer');
    receive('peer', greeting(person));
    room.onPeerJoin?.('peer');
    receive('peer', JSON.stringify({ v: 1, person, instance: 'next' }));
    expect(links.map(({ isOpen, instance }) => [isOpen, instance])).toEqual([
      [false, 'theirs'],
      [true, 'next'],
    ]);
  });

  it('take no more than a peer may send', () => {
    const { heard, receive, greeting } = setUp();
    receive('peer', greeting(newPersonId()));
    receive('peer', 'x'.repeat(64 * 1024 + 1));
    receive('peer', 5);
    expect(heard).toEqual([]);
    for (let count = 0; count < 1_000; count += 1) receive('peer', 'text');
    expect(heard.length).toBeLessThanOrEqual(400);
  });

  it('end when the peer leaves, and survive a channel that fails', async () => {
    const { room, links, receive, greeting } = setUp();
    receive('peer', greeting(newPersonId()));
    for (let count = 0; count < 60; count += 1) links[0]?.send('text');
    await Promise.resolve();
    room.onPeerLeave?.('peer');
    expect(links[0]?.isOpen).toBe(false);
  });

  it('leave for good even when Trystero cannot', async () => {
    let leaves = 0;
    const { found, links, receive, greeting, tracked, connections } = setUp(() => {
      leaves += 1;
      return leaves === 1 ? Promise.reject(new Error('InvalidStateError')) : Promise.resolve();
    });
    receive('peer', greeting(newPersonId()));
    const connection = new tracked.polyfill({});
    expect(connection).toBe(connections[0]);
    found[Symbol.dispose]();
    expect(links[0]?.isOpen).toBe(false);
    await eventually(() => expect(leaves).toBe(2));
    expect(connections[0]?.connectionState).toBe('closed');
    expect(connections[0]?.onconnectionstatechange).toHaveBeenCalledOnce();
    found[Symbol.dispose]();
    expect(leaves).toBe(2);
  });
});
