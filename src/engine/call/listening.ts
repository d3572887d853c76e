// Listens to how loud everybody arrives: their levels, who speaks, who has the floor.

import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { levelOf, listenEveryMs, silence, stepVoice, type Voice } from '#engine/media/loudness.ts';
import type { Mesh } from '#engine/mesh/mesh.ts';
import { batch, effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Participant } from './api.ts';
import { emptyFloor, pickSpeaker, type Heard } from './pick-speaker.ts';
import type { Roster } from './roster.ts';

export interface Listening extends Disposable {
  readonly speaker: ReadonlySignal<PersonId | undefined>;
}

export interface ListeningOptions {
  readonly roster: Roster;
  readonly mesh: Pick<Mesh, 'peersOf'>;
  readonly clock: ClockPort;
}

/** Two readings in a row are a voice; the sign of it does not flicker between words. */
const timing = { startMs: listenEveryMs, tailMs: 700 };

/** A connection that broke for the browser may still bring sound. */
const isPlaying = (is: string): boolean => is === 'connected' || is === 'reconnecting';

/** Reads `value` and not `peek`: what it depends on is listened for. */
const isAudible = ({ connection, isMicrophoneOn }: Participant): boolean =>
  isPlaying(connection.value.is) && isMicrophoneOn.value;

/** Does nothing while nobody's microphone is on. */
export const createListening = ({ roster, mesh, clock }: ListeningOptions): Listening => {
  const scope = createScope();
  const speaker = signal<PersonId | undefined>(undefined);
  let voices: ReadonlyMap<PersonId, Voice> = new Map();
  let floor = emptyFloor;
  let stopTimer: Stop | undefined;

  const loudnessOf = (id: PersonId, nowMs: number): number =>
    mesh
      .peersOf(id)
      .find((peer) => isPlaying(peer.state.peek().is))
      ?.loudness(nowMs) ?? 0;

  const hear = (): void => {
    const nowMs = clock.nowMs();
    const people = roster.people.peek();
    const levels = new Map(people.map((each) => [each.id, isAudible(each) ? levelOf(loudnessOf(each.id, nowMs)) : 0]));
    voices = new Map(
      people.map((each) => {
        const before = isAudible(each) ? (voices.get(each.id) ?? silence) : silence;
        return [each.id, stepVoice(before, levels.get(each.id) ?? 0, nowMs, timing)];
      }),
    );
    const heard: Heard[] = people.map(({ id }) => ({
      id,
      level: levels.get(id) ?? 0,
      isSpeaking: voices.get(id)?.isSpeaking ?? false,
    }));
    floor = pickSpeaker(floor, heard, nowMs);
    batch(() => {
      for (const { id, level, isSpeaking } of heard) roster.get(id)?.setLevel(level, isSpeaking);
      speaker.value = floor.speaker;
    });
  };

  const tick = (): void => {
    hear();
    stopTimer = clock.after(listenEveryMs, tick);
  };
  const stop = (): void => {
    stopTimer?.();
    stopTimer = undefined;
  };

  scope.add(stop);
  scope.add(
    effect(() => {
      // All of them, so that each is listened for.
      const isAnybody = roster.people.value.filter(isAudible).length > 0;
      if (!isAnybody) stop();
      // Also when somebody falls silent or leaves: nothing of them stays behind.
      untracked(hear);
      if (isAnybody) stopTimer ??= clock.after(listenEveryMs, tick);
    }),
  );
  return { speaker, [Symbol.dispose]: () => scope[Symbol.dispose]() };
};
