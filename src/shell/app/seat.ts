// The seat of this tab: a reload during a call comes straight back into it. Kept for this tab only.

import type { RoomSecret } from '#core/base/ids.ts';

export interface Seat {
  readonly secret: RoomSecret;
  readonly joined: true;
  /** What was on. */
  readonly mic: boolean;
  readonly camera: boolean;
}

export type SeatStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const key = 'starling.seat';

/** The seat, if this tab has one in the room of `secret`. */
export const readSeat = (storage: SeatStorage, secret: RoomSecret): Seat | undefined => {
  try {
    const seat: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    if (typeof seat !== 'object' || seat === null) return undefined;
    const { secret: room, joined, mic, camera } = seat as Partial<Record<keyof Seat, unknown>>;
    return room === secret && joined === true
      ? { secret, joined, mic: mic === true, camera: camera === true }
      : undefined;
  } catch {
    return undefined;
  }
};

/** Keeps the seat. A browser that refuses storage only loses the shortcut. */
export const keepSeat = (storage: SeatStorage, seat: Seat): void => {
  try {
    storage.setItem(key, JSON.stringify(seat));
  } catch {
    // Nothing else depends on it.
  }
};

/** Gives the seat up. */
export const leaveSeat = (storage: SeatStorage): void => {
  try {
    storage.removeItem(key);
  } catch {
    // As above.
  }
};
