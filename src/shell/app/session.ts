// Follows the address: opens the call it names, one at a time, and leaves the one before properly.

import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { AppError } from '#core/base/errors.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { Call } from '#engine/call/api.ts';
import type { RoomLink } from '#engine/signaling/room-link.ts';
import type { Route } from './route.ts';
import { keepSeat, leaveSeat, readSeat, type SeatStorage } from './seat.ts';

export type SessionState =
  | { readonly is: 'landing' | 'privacy' }
  | { readonly is: 'problem'; readonly error: AppError; readonly link: RoomLink | undefined }
  | { readonly is: 'opening'; readonly link: RoomLink }
  | { readonly is: 'call'; readonly call: Call; readonly link: RoomLink };

export interface Session extends Disposable {
  readonly state: ReadonlySignal<SessionState>;
  follow(route: Route): void;
  /** Back into the call that ended, with the devices as they were. */
  rejoin(): void;
  /** Tries again to open what could not be opened. */
  tryAgain(): void;
}

/** The link of the call that is being opened, open, or could not be opened. */
export const watchLink = ({ state }: Pick<Session, 'state'>): ReadonlySignal<RoomLink | undefined> =>
  computed(() => ('link' in state.value ? state.value.link : undefined));

export interface SessionDeps {
  openCall(link: RoomLink): Promise<Call>;
  holdCallLock(): () => void;
  readonly seats: SeatStorage;
  readonly log: Log;
}

/** How to enter a room: through the green room, or straight in with these devices. */
type Entry = { readonly straight: false } | ({ readonly straight: true } & Devices);

interface Devices {
  readonly mic: boolean;
  readonly camera: boolean;
}

const isOn = (call: Call, kind: 'microphone' | 'camera'): boolean =>
  ['on', 'opening'].includes(call.media[kind].value.is);

/** While joined: the seat is kept and updates wait. */
const watch = (call: Call, link: RoomLink, { seats, holdCallLock }: SessionDeps) => {
  let release: (() => void) | undefined;
  const letGo = (): void => {
    release?.();
    release = undefined;
  };
  const stop = effect(() => {
    const { is } = call.state.value;
    // From the green room on: a new version that took over there would leave parts of this one unfindable.
    if (is !== 'ended') release ??= holdCallLock();
    if (is === 'joined') {
      keepSeat(seats, {
        secret: link.secret,
        joined: true,
        mic: isOn(call, 'microphone'),
        camera: isOn(call, 'camera'),
      });
    } else if (is === 'ended') {
      letGo();
      leaveSeat(seats);
    }
  });
  return () => {
    stop();
    letGo();
  };
};

/** Tells `note` what is on, as long as the person is in: at its end the call closes its devices. */
const watchDevices = (call: Call, note: (devices: Devices) => void) =>
  effect(() => {
    if (call.state.value.is === 'joined') note({ mic: isOn(call, 'microphone'), camera: isOn(call, 'camera') });
  });

/** Opens the devices, and goes straight in where that is wanted. */
const enter = (call: Call, entry: Entry): void => {
  if (!entry.straight || entry.mic) void call.media.setMicrophone(true);
  if (!entry.straight || entry.camera) void call.media.setCamera(true);
  if (entry.straight) call.join();
};

const problemOf = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('app/crashed', {}, error);

/** Opens calls, one at a time; `onEnter` hears of each before it is entered. */
const createDoor = (deps: SessionDeps, onEnter: (call: Call, scope: Scope) => void) => {
  const state = signal<SessionState>({ is: 'landing' });
  let scope = createScope();
  /** Opening waits for its turn: a call that is still being opened is closed before the next one opens. */
  let turn: Promise<void> = Promise.resolve();

  const close = (): void => {
    const old = state.peek();
    if (old.is === 'call' && old.call.state.peek().is === 'joined') old.call.leave();
    scope[Symbol.dispose]();
    scope = createScope();
  };

  const openNow = async (link: RoomLink, entry: Entry, own: Scope): Promise<void> => {
    if (own.signal.aborted) return;
    try {
      const call = own.use(await deps.openCall(link));
      if (own.signal.aborted) return;
      own.add(watch(call, link, deps));
      onEnter(call, own);
      enter(call, entry);
      state.value = { is: 'call', call, link };
    } catch (error) {
      deps.log.error('open-failed', { reason: reasonOf(error) });
      if (!own.signal.aborted) state.value = { is: 'problem', link, error: problemOf(error) };
    }
  };

  const open = (link: RoomLink, entry: Entry): void => {
    close();
    state.value = { is: 'opening', link };
    const own = scope;
    turn = turn.then(() => openNow(link, entry, own));
  };

  return { state, open, close, end: () => scope[Symbol.dispose]() };
};

export const createSession = (deps: SessionDeps): Session => {
  let devices: Devices = { mic: true, camera: true };
  const { state, open, close, end } = createDoor(deps, (call, scope) =>
    scope.add(watchDevices(call, (now) => (devices = now))),
  );

  const follow = (route: Route): void => {
    if (route.is === 'room') {
      const seat = readSeat(deps.seats, route.link.secret);
      open(route.link, seat ? { straight: true, mic: seat.mic, camera: seat.camera } : { straight: false });
      return;
    }
    close();
    leaveSeat(deps.seats);
    state.value = route.is === 'malformed' ? { is: 'problem', error: route.error, link: undefined } : { is: route.is };
  };

  return {
    state,
    follow,
    rejoin: () => {
      const now = state.peek();
      if (now.is === 'call') open(now.link, { straight: true, ...devices });
    },
    tryAgain: () => {
      const now = state.peek();
      if (now.is === 'problem' && now.link) open(now.link, { straight: false });
    },
    [Symbol.dispose]: end,
  };
};
