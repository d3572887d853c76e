// Plays our short sounds. The only owner of an AudioContext for them: made at the first sound, asleep between two.

import type { SoundKind, SoundsPort } from '#core/ports/sounds.ts';
import { lengthMsOf, planSound, type Note } from './plan-sound.ts';

export interface SoundsOptions {
  /** The person's wish; a `test` plays all the same. */
  isWanted(): boolean;
  createContext(): AudioContext;
  /** An element for browsers whose contexts can't choose a speaker but whose elements can. */
  createElement(): HTMLAudioElement;
  nowMs(): number;
}

/** Two sounds closer than this are one noise. */
const minGapMs = 120;
/** All of it is quieter than people. */
const masterGain = 0.16;
const attackMs = 12;
/** A context that the browser doesn't let run by then plays nothing: a sound that comes late means something else. */
const startTimeoutMs = 400;
const idleAfterMs = 600;
const silence = 0.0001;

const wait = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

const playNote = (context: AudioContext, output: AudioNode, note: Note, zeroS: number): void => {
  const startS = zeroS + note.startMs / 1000;
  const endS = startS + note.durationMs / 1000;
  const tone = new OscillatorNode(context, { type: 'triangle', frequency: note.frequencyHz });
  const envelope = new GainNode(context, { gain: 0 });
  envelope.gain.setValueAtTime(silence, startS);
  envelope.gain.exponentialRampToValueAtTime(note.gain, startS + attackMs / 1000);
  envelope.gain.exponentialRampToValueAtTime(silence, endS);
  tone.connect(envelope).connect(output);
  tone.start(startS);
  tone.stop(endS);
};

type SinkContext = AudioContext & { setSinkId?(id: string): Promise<void> };

/** Where a context plays. A speaker that is gone, or can't be chosen, leaves the system's. */
const createOutput = (context: SinkContext, createElement: () => HTMLAudioElement) => {
  const output = new GainNode(context, { gain: masterGain });
  let element: HTMLAudioElement | undefined;
  let current = '';
  output.connect(context.destination);

  const route = async (speakerId: string): Promise<void> => {
    if (context.setSinkId) return context.setSinkId(speakerId);
    if (!element) {
      element = createElement();
      if (!('setSinkId' in element)) return undefined;
      const end = new MediaStreamAudioDestinationNode(context);
      output.disconnect();
      output.connect(end);
      element.srcObject = end.stream;
    }
    await element.setSinkId(speakerId);
    return element.play();
  };
  const choose = async (speakerId: string): Promise<void> => {
    if (speakerId === current) return;
    current = speakerId;
    await route(speakerId).catch(() => {});
  };
  return { output, choose };
};

/** Stays silent where the browser has no Web Audio or refuses it. */
export const createSounds = (options: SoundsOptions): SoundsPort & Disposable => {
  let open: ({ readonly context: AudioContext } & ReturnType<typeof createOutput>) | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let lastMs = -Infinity;
  let isOver = false;

  const sleepAfter = (context: AudioContext, delayMs: number): void => {
    clearTimeout(idle);
    idle = setTimeout(() => void context.suspend().catch(() => {}), delayMs);
  };
  const openContext = () => {
    const context = options.createContext();
    return { context, ...createOutput(context, options.createElement) };
  };
  const sound = async (kind: SoundKind, speakerId: string): Promise<void> => {
    open ??= openContext();
    const { context, output, choose } = open;
    clearTimeout(idle);
    await choose(speakerId);
    await Promise.race([context.resume(), wait(startTimeoutMs)]);
    const notes = planSound(kind);
    sleepAfter(context, lengthMsOf(notes) + idleAfterMs);
    if (isOver || context.state !== 'running') return;
    for (const note of notes) playNote(context, output, note, context.currentTime + 0.02);
  };

  return {
    play: (kind, speakerId) => {
      const nowMs = options.nowMs();
      if (isOver || (kind !== 'test' && !options.isWanted()) || nowMs - lastMs < minGapMs) return;
      lastMs = nowMs;
      // A sound is never worth an error.
      sound(kind, speakerId).catch(() => {});
    },
    [Symbol.dispose]: () => {
      isOver = true;
      clearTimeout(idle);
      void open?.context.close().catch(() => {});
    },
  };
};
