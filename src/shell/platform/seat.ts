// The seat: which window of this device somebody is. Kept over reloads of the window, never shared by two windows.

import { signal, type ReadonlySignal } from '@preact/signals-core';

const storageKey = 'starling/seat';

const newSeat = (): string => crypto.randomUUID();

const remembered = (): string | undefined => {
  try {
    return sessionStorage.getItem(storageKey) ?? undefined;
  } catch {
    return undefined;
  }
};

const remember = (seat: string): void => {
  try {
    sessionStorage.setItem(storageKey, seat);
  } catch {
    // Storage is refused: the seat lasts as long as the page.
  }
};

/** Holds `name` for as long as the page lives; false when another window has it. */
const hold = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    void navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise(() => {}) : undefined;
      })
      .catch(() => resolve(true));
  });

/**
 * This window's seat. A duplicated tab copies the session's storage: the lock tells it apart, and it gets a seat of its
 * own. While reloading, the old page may hold the lock for a moment longer, so a remembered seat is asked for twice.
 */
export const takeSeat = async (): Promise<string> => {
  const old = remembered();
  if (!('locks' in navigator)) return old ?? newSeat();
  for (const waitMs of old ? [0, 120, 300] : []) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (old && (await hold(`starling-seat:${old}`))) return old;
  }
  const seat = newSeat();
  remember(seat);
  await hold(`starling-seat:${seat}`);
  return seat;
};

/**
 * Whether another window of this browser is in the room: windows of one room find each other on a channel whose name
 * says nothing of the secret. `leave` stops answering.
 */
export const watchOtherWindows = (topic: string): { isOther: ReadonlySignal<boolean>; stop: () => void } => {
  const isOther = signal(false);
  if (typeof BroadcastChannel === 'undefined') return { isOther, stop: () => {} };
  const own = crypto.randomUUID();
  const others = new Set<string>();
  const channel = new BroadcastChannel(`starling-windows:${topic}`);
  const say = (is: 'here' | 'who' | 'gone'): void => channel.postMessage({ is, window: own });
  channel.onmessage = ({ data }: MessageEvent<{ is?: unknown; window?: unknown }>) => {
    const { is, window: other } = data;
    if (typeof other !== 'string' || others.size > 100) return;
    if (is === 'gone') others.delete(other);
    else others.add(other);
    if (is === 'who') say('here');
    isOther.value = others.size > 0;
  };
  say('who');
  const leave = (): void => say('gone');
  addEventListener('pagehide', leave);
  return {
    isOther,
    stop: () => {
      removeEventListener('pagehide', leave);
      leave();
      channel.close();
    },
  };
};
