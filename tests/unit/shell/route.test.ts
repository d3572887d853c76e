import { describe, expect, test, vi } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink, type RoomLink } from '#engine/signaling/room-link.ts';
import { privacyHash } from '#screens/privacy/privacy-hash.ts';
import { pageTitle } from '#shell/app/page-title.ts';
import { isRoomless, parseRoute, readableName } from '#shell/app/route.ts';
import { readSeat, type SeatStorage } from '#shell/app/seat.ts';
import { createSession } from '#shell/app/session.ts';
import { createFakeCall, type FakeCall } from '../../fixtures/fake-call.ts';

const room = (name = ''): RoomLink => ({ secret: createRoomSecret(), name });

const createSeats = (): SeatStorage => {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
};

const start = (seats = createSeats()) => {
  const calls: FakeCall[] = [];
  const release = vi.fn();
  const session = createSession({
    openCall: async () => {
      const call = createFakeCall();
      calls.push(call);
      return call;
    },
    holdCallLock: () => release,
    seats,
    log: createLog(() => 0),
  });
  const opened = (count: number) => vi.waitFor(() => expect(calls).toHaveLength(count));
  return { session, calls, release, seats, opened };
};

describe('parseRoute', () => {
  test.each(['', '#', '#/'])('%j is the landing', (hash) =>
    expect(parseRoute(hash, parseRoomLink)).toEqual({ is: 'landing' }),
  );
  test('a secret, with or without a name, is a room', () => {
    const link = room('Sunday birds');
    const route = parseRoute(formatRoomHash(link), parseRoomLink);
    expect(route).toMatchObject({ is: 'room', link: { secret: link.secret } });
    expect(route.is === 'room' && readableName(route.link)).toBe('Sunday birds');
  });
  test('what others can see has a place of its own that no room can have', () => {
    expect(parseRoute(privacyHash, parseRoomLink)).toEqual({ is: 'privacy' });
    expect(parseRoomLink(privacyHash).ok).toBe(false);
  });
  test('only there and on the landing page no room is asked for', () => {
    expect(['', '#', '#/', privacyHash].map(isRoomless)).toEqual([true, true, true, true]);
    expect(['#/half', formatRoomHash(room())].map(isRoomless)).toEqual([false, false]);
  });
  test('anything else is malformed', () => {
    expect(parseRoute('#/half', parseRoomLink)).toMatchObject({ is: 'malformed', error: { code: 'link/malformed' } });
  });
});

test('pageTitle puts news first', () => {
  expect(pageTitle('Starling', '')).toBe('Starling');
  expect(pageTitle('Starling', 'Birds', { count: 2, text: '' })).toBe('(2) Birds · Starling');
  expect(pageTitle('Starling', 'Birds', { count: 1, text: 'Ana is here' })).toBe('(1) Ana is here · Birds · Starling');
});

describe('a session', () => {
  test('opens the green room and asks for both devices', async () => {
    const { session, calls, opened } = start();
    session.follow({ is: 'room', link: room() });
    expect(session.state.value.is).toBe('opening');
    await opened(1);
    expect(calls[0]?.state.value.is).toBe('green-room');
    expect([calls[0]?.media.microphone.value.is, calls[0]?.media.camera.value.is]).toEqual(['on', 'on']);
  });

  test('leaves and disposes of a call before it opens another', async () => {
    const { session, calls, release, opened } = start();
    session.follow({ is: 'room', link: room() });
    await opened(1);
    calls[0]?.join();
    session.follow({ is: 'room', link: room() });
    expect(calls[0]?.state.value.is).toBe('ended');
    expect(calls[0]?.isDisposed()).toBe(true);
    expect(release).toHaveBeenCalledOnce();
    await opened(2);
    expect(calls[1]?.state.value.is).toBe('green-room');
  });

  test('closes a call whose address was left while it opened', async () => {
    const { session, calls, opened } = start();
    session.follow({ is: 'room', link: room() });
    await Promise.resolve();
    session.follow({ is: 'landing' });
    await opened(1);
    await vi.waitFor(() => expect(calls[0]?.isDisposed()).toBe(true));
    expect(session.state.value.is).toBe('landing');
  });

  test('comes straight back after a reload, with the devices as they were', async () => {
    const link = room();
    const before = start();
    before.session.follow({ is: 'room', link });
    await before.opened(1);
    await before.calls[0]?.media.setCamera(false);
    before.calls[0]?.join();
    expect(readSeat(before.seats, link.secret)).toEqual({
      secret: link.secret,
      joined: true,
      mic: true,
      camera: false,
    });
    const after = start(before.seats);
    after.session.follow({ is: 'room', link });
    await vi.waitFor(() => expect(after.calls[0]?.state.value.is).toBe('joined'));
    expect(after.calls[0]?.media.camera.value.is).toBe('off');
  });

  test('gives up the seat with the call, and rejoins on request', async () => {
    const link = room();
    const { session, calls, seats, opened } = start();
    session.follow({ is: 'room', link });
    await opened(1);
    calls[0]?.join();
    calls[0]?.leave();
    expect(readSeat(seats, link.secret)).toBeUndefined();
    session.rejoin();
    await vi.waitFor(() => expect(calls[1]?.state.value.is).toBe('joined'));
    expect(calls[0]?.isDisposed()).toBe(true);
  });

  test('says when a call cannot be opened, and tries again', async () => {
    let isBroken = true;
    const session = createSession({
      openCall: async () => {
        if (isBroken) throw new TypeError('no');
        return createFakeCall();
      },
      holdCallLock: () => () => {},
      seats: createSeats(),
      log: createLog(() => 0),
    });
    session.follow({ is: 'room', link: room() });
    await vi.waitFor(() =>
      expect(session.state.value).toMatchObject({ is: 'problem', error: { code: 'app/crashed' } }),
    );
    isBroken = false;
    session.tryAgain();
    await vi.waitFor(() => expect(session.state.value.is).toBe('call'));
  });
});
