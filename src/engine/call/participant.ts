// One other person as the screens see them: small signals, kept over reloads of that person.

import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import type { PersonId } from '#core/base/ids.ts';
import type { PersonState } from '#core/wire/call-messages.ts';
import type {
  ConnectionQuality,
  ConnectionState,
  Diagnosis,
  JournalRecord,
  Participant,
  PersonReport,
  ScreenContent,
} from './api.ts';

export interface ParticipantModel {
  readonly participant: Participant;
  setConnection(state: ConnectionState): void;
  setStream(stream: MediaStream): void;
  /** Nothing to see or hear of them any more. */
  hide(): void;
  setScreen(stream: MediaStream | null, content: ScreenContent): void;
  setLevel(level: number, isSpeaking: boolean): void;
  setQuality(quality: ConnectionQuality): void;
  /** Of somebody who is not connected. */
  setDiagnosis(diagnosis: Diagnosis): void;
  /** What they say of themselves. */
  setState(state: PersonState): void;
  /** When they came, by our clock. */
  setJoinedAt(ms: number): void;
  setSameDevice(isSame: boolean): void;
  /** Who carries what goes between us; undefined where nobody has to. */
  setCarrier(carrier: PersonId | undefined): void;
  /** Whom they are connected to, by their last word. */
  sees(): readonly PersonId[];
}

export interface ParticipantOptions {
  /** What goes between us and somebody. */
  readonly report: (id: PersonId) => Promise<PersonReport | undefined>;
  /** What happened on the way to somebody. */
  readonly journal: (id: PersonId) => Promise<JournalRecord | undefined>;
  /** False while we want nobody's camera: then nobody's counts as on. */
  readonly isPictureWanted: ReadonlySignal<boolean>;
}

/** Somebody who has just been heard of. */
export const createParticipant = (
  id: PersonId,
  nowMs: number,
  { report, journal, isPictureWanted }: ParticipantOptions,
): ParticipantModel => {
  const name = signal('');
  const connection = signal<ConnectionState>({ is: 'calling', sinceMs: nowMs });
  const isMicrophoneOn = signal(false);
  const sendsCamera = signal(false);
  const pausesCamera = signal(false);
  /** On a connection on which they have not said hello yet, anybody could be at the other end. */
  const isProved = computed(() => ['connected', 'reconnecting', 'away'].includes(connection.value.is));
  const isCameraOn = computed(() => isProved.value && sendsCamera.value && isPictureWanted.value);
  const isPicturePaused = computed(() => isProved.value && pausesCamera.value && isPictureWanted.value);
  const stream = signal<MediaStream | null>(null);
  const isSameDevice = signal(false);
  const carrier = signal<PersonId | undefined>(undefined);
  const screen = signal<MediaStream | null>(null);
  const screenContent = signal<ScreenContent>('text');
  const level = signal(0);
  const isSpeaking = signal(false);
  const quality = signal<ConnectionQuality>('unknown');
  const found = signal<Diagnosis | undefined>(undefined);
  const diagnosis = computed(() => (connection.value.is === 'connected' ? undefined : found.value));
  const volume = signal(1);
  const isMutedForMe = signal(false);
  let seen: readonly PersonId[] = [];
  let joinedAtMs = nowMs;
  return {
    participant: {
      id,
      name,
      connection,
      isMicrophoneOn,
      isCameraOn,
      isPicturePaused,
      stream,
      isSameDevice,
      carrier,
      screen,
      screenContent,
      level,
      isSpeaking,
      quality,
      volume,
      setVolume: (next) => {
        volume.value = Math.min(1, Math.max(0, next));
      },
      isMutedForMe,
      setMutedForMe: (isMuted) => {
        isMutedForMe.value = isMuted;
      },
      report: () => report(id),
      diagnosis,
      journal: () => journal(id),
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
    hide: () => {
      stream.value = null;
      screen.value = null;
    },
    setScreen: (next, content) => {
      screen.value = next;
      screenContent.value = content;
    },
    setLevel: (next, speaks) => {
      level.value = next;
      isSpeaking.value = speaks;
    },
    setQuality: (next) => {
      quality.value = next;
    },
    setDiagnosis: (next) => {
      // Found again once a second; drawn again when it says something else.
      if (JSON.stringify(next) !== JSON.stringify(found.peek())) found.value = next;
    },
    setState: (state) => {
      name.value = state.name;
      isMicrophoneOn.value = state.microphone;
      sendsCamera.value = state.camera;
      pausesCamera.value = !state.camera && state.paused === true;
      seen = state.sees;
    },
    setJoinedAt: (ms) => {
      joinedAtMs = ms;
    },
    setSameDevice: (isSame) => {
      isSameDevice.value = isSame;
    },
    setCarrier: (next) => {
      carrier.value = next;
    },
    sees: () => seen,
  };
};
