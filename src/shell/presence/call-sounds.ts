// Which happenings of a call sound.

import { effect, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Stop } from '#core/base/scope.ts';
import type { SoundKind, SoundsPort } from '#core/ports/sounds.ts';
import type { Call } from '#engine/call/api.ts';
import { onGrowth } from './on-growth.ts';

export interface CallSoundsOptions {
  readonly call: Call;
  readonly sounds: SoundsPort;
  readonly nowMs: () => number;
  /** Messages that wait; none while the chat is open. */
  readonly unread: ReadonlySignal<number>;
  /** How many of the others have a hand up. */
  readonly raisedHands: ReadonlySignal<number>;
}

/** Whoever was here before arrives with us: one sound at most. */
const settlingMs = 3_000;
/** With more people, coming and going is no news. */
const fewPeople = 8;

const soundOf = {
  arrived: 'joined',
  left: 'left',
  lost: 'left',
  problem: undefined,
  replaced: undefined,
} as const satisfies Record<string, SoundKind | undefined>;

/** For a joined call, from now on until stopped. */
export const createCallSounds = ({ call, sounds, nowMs, unread, raisedHands }: CallSoundsOptions): Stop => {
  const startedMs = nowMs();
  let seenKey = call.notices.peek().at(-1)?.key ?? -1;
  const play = (kind: SoundKind): void => sounds.play(kind, call.media.speaker.peek());
  const stops = [
    effect(() => {
      const fresh = call.notices.value.filter(({ key }) => key > seenKey);
      seenKey = fresh.at(-1)?.key ?? seenKey;
      const isSettling = nowMs() - startedMs < settlingMs;
      if (isSettling || call.people.peek().length > fewPeople) return;
      const kind = fresh.map(({ is }) => soundOf[is]).findLast(Boolean);
      if (kind) untracked(() => play(kind));
    }),
    onGrowth(unread, () => play('message')),
    onGrowth(raisedHands, () => play('hand')),
  ];
  return () => stops.forEach((stop) => stop());
};
