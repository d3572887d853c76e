// The open offer: what a newcomer offers to anybody who is in the room already, together with the first announcement. Who
// takes it is connected one trip through a relay sooner than by offering themselves (docs/decisions/016).

import type { PersonId } from '#core/base/ids.ts';
import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { encodeOpenOffer } from '#core/wire/signal.ts';
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Connection } from './connection.ts';
import type { PreparedOffer, Spare } from './spare.ts';

/**
 * Of all who are in the room exactly one takes an open offer, and all know who, without a word: the first by id. Pure.
 * Where their views differ, two take it; the newcomer accepts one answer and calls the other.
 */
export const isToTake = (self: PersonId, connected: readonly PersonId[]): boolean =>
  connected.every((person) => self < person);

export interface OpenOffer extends Disposable {
  /** The text to go with the first announcement, for as long as it may be answered. */
  readonly text: ReadonlySignal<string | undefined>;
  /** It goes out now: its connection waits for whoever answers. */
  send(): void;
  /** It is out and not answered yet. */
  isOut(): boolean;
  /** It went out so lately that another one may be crossing it. */
  mayCross(): boolean;
  /** The connection, for the first who answers in this session. */
  claim(session: string): PreparedOffer | undefined;
  /** Nobody who answers now can be reached by it: the network changed. */
  withdraw(): void;
  readonly waiting: () => Connection | undefined;
}

/** Who was there has answered by then. */
const outMs = 3_000;

/** As long as a slow relay takes. Who announces later than that had not joined when ours went out, and never heard it. */
const crossingMs = 1_000;

/** Offers what `spare` has ready. */
export const createOpenOffer = (instance: string, spare: Spare, clock: ClockPort): OpenOffer => {
  const out = signal<PreparedOffer | undefined>(undefined);
  const isSent = signal(false);
  let sentMs = -Infinity;
  let stopTimer: Stop = () => {};
  const forget = (): PreparedOffer | undefined => {
    const forgotten = out.peek();
    stopTimer();
    out.value = undefined;
    return forgotten;
  };
  const withdraw = (): void => forget()?.connection[Symbol.dispose]();
  return {
    text: computed(() => {
      const offered = isSent.value ? out.value : spare.offered.value;
      return offered && encodeOpenOffer(instance, offered.session, offered.sdp);
    }),
    // In one step, so that the text stays what it is.
    send: () =>
      batch(() => {
        if (isSent.peek()) return;
        // What was told is what counts; addresses that came since are told to whoever answers.
        const told = spare.offered.peek();
        const taken = spare.take();
        isSent.value = true;
        sentMs = clock.nowMs();
        out.value = taken && told && { ...taken, sdp: told.sdp };
        stopTimer = clock.after(outMs, withdraw);
      }),
    isOut: () => out.peek() !== undefined,
    mayCross: () => out.peek() !== undefined && clock.nowMs() - sentMs < crossingMs,
    claim: (session) => (out.peek()?.session === session ? forget() : undefined),
    withdraw,
    waiting: () => out.peek()?.connection,
    [Symbol.dispose]: withdraw,
  };
};
