// One other person as the screens see them: small signals, kept over reloads of that person.

import { signal } from '@preact/signals-core';
import type { PersonId } from '#core/base/ids.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import type { ConnectionState, Participant } from './api.ts';

export interface ParticipantModel {
  readonly participant: Participant;
  setConnection(state: ConnectionState): void;
  setStream(stream: MediaStream | null): void;
  /** What they say of themselves. */
  setState(state: PersonState): void;
  /** When they came, by our clock. */
  setJoinedAt(ms: number): void;
  setSameDevice(isSame: boolean): void;
  /** Whom they are connected to, by their last word. */
  sees(): readonly PersonId[];
}

/** Somebody who has just been heard of. */
export const createParticipant = (id: PersonId, nowMs: number): ParticipantModel => {
  const name = signal('');
  const connection = signal<ConnectionState>({ is: 'calling', sinceMs: nowMs });
  const isMicrophoneOn = signal(false);
  const isCameraOn = signal(false);
  const stream = signal<MediaStream | null>(null);
  const isSameDevice = signal(false);
  let seen: readonly PersonId[] = [];
  let joinedAtMs = nowMs;
  return {
    participant: {
      id,
      name,
      connection,
      isMicrophoneOn,
      isCameraOn,
      stream,
      isSameDevice,
      get joinedAtMs() {
        return joinedAtMs;
      },
    },
    setConnection: (next) => {
      connection.value = next;
    },
    setStream: (next) => {
      stream.value = next;
    },
    setState: (state) => {
      name.value = state.name;
      isMicrophoneOn.value = state.microphone;
      isCameraOn.value = state.camera;
      seen = state.sees;
    },
    setJoinedAt: (ms) => {
      joinedAtMs = ms;
    },
    setSameDevice: (isSame) => {
      isSameDevice.value = isSame;
    },
    sees: () => seen,
  };
};
