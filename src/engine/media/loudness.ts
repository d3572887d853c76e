// What a loudness means: a level for the eye, whether somebody speaks, whether a microphone is dead. All pure.

/** How often loudness is read. */
export const listenEveryMs = 100;

/** Between these, decibels of full scale, people speak into microphones; a quiet room is below. */
const quietDb = -55;
const loudDb = -15;

/** 0 to 1 in steps of 0.1, as loud as it seems to a person. `amplitude` is the root mean square, 0 to 1. */
export const levelOf = (amplitude: number): number => {
  const db = 20 * Math.log10(Math.max(amplitude, 1e-9));
  const level = (db - quietDb) / (loudDb - quietDb);
  return Math.round(Math.min(1, Math.max(0, level)) * 10) / 10;
};

/** From here on it is a voice and not the room: about -43 dB. */
const voiceLevel = 0.3;
/** Between two words nothing is heard for so long, and it is still the same sentence. Time in which nobody listened is no gap. */
const gapMs = 300;

export interface Voice {
  readonly isSpeaking: boolean;
  /** When the sentence began, and when the last of it was heard. */
  readonly sinceMs: number;
  readonly heardAtMs: number;
  /** When the first silence after it was heard; undefined while it lasts. */
  readonly quietSinceMs: number | undefined;
}

export const silence: Voice = {
  isSpeaking: false,
  sinceMs: -Infinity,
  heardAtMs: -Infinity,
  quietSinceMs: -Infinity,
};

export interface VoiceTiming {
  /** A sound shorter than this is a key or a door. */
  readonly startMs: number;
  /** For so long after the last sound it still counts. */
  readonly tailMs: number;
}

/** What becomes of `voice` when `level` is heard. The same object when nothing changes. */
export const stepVoice = (voice: Voice, level: number, nowMs: number, { startMs, tailMs }: VoiceTiming): Voice => {
  if (level < voiceLevel) {
    const isSpeaking = voice.isSpeaking && nowMs - voice.heardAtMs <= tailMs;
    if (isSpeaking === voice.isSpeaking && voice.quietSinceMs !== undefined) return voice;
    return { ...voice, isSpeaking, quietSinceMs: voice.quietSinceMs ?? nowMs };
  }
  const sinceMs = nowMs - (voice.quietSinceMs ?? nowMs) <= gapMs ? voice.sinceMs : nowMs;
  const isSpeaking = voice.isSpeaking || nowMs - sinceMs >= startMs;
  return { isSpeaking, sinceMs, heardAtMs: nowMs, quietSinceMs: undefined };
};

/** Even a quiet room, its noise taken out, gives more than this; zero comes from a switch or a jack without a plug. */
const deadAmplitude = 1e-5;
const deadAfterMs = 5_000;

/** Since when nothing at all has come; undefined while something does, or nobody can tell. */
export const stepDead = (
  sinceMs: number | undefined,
  amplitude: number | undefined,
  nowMs: number,
): number | undefined => (amplitude === undefined || amplitude > deadAmplitude ? undefined : (sinceMs ?? nowMs));

/** Whether a microphone that has given nothing since then is dead. */
export const isDead = (sinceMs: number | undefined, nowMs: number): boolean =>
  sinceMs !== undefined && nowMs - sinceMs >= deadAfterMs;
