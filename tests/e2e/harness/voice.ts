// A voice for Chromium's fake microphone, whose own beeps are too short to pass for somebody who speaks.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const rate = 48_000;
const seconds = 2;
/** Each syllable has a pitch of its own, and fades in and out: a steady tone would be taken for noise and removed. */
const syllableSeconds = 0.25;
const pitchesHz = [140, 180, 160, 210, 150, 190, 170, 130];

const sampleAt = (time: number): number => {
  const index = Math.floor(time / syllableSeconds);
  const pitch = pitchesHz[index % pitchesHz.length] ?? 150;
  const envelope = Math.sin(Math.PI * (time / syllableSeconds - index)) ** 0.5;
  const harmonics = [1, 2, 3, 4, 5, 6].reduce(
    (sum, harmonic) => sum + Math.sin(2 * Math.PI * pitch * harmonic * time) / harmonic,
    0,
  );
  return 0.3 * envelope * harmonics;
};

/** WAV, one channel of 16 bits. */
const wavOf = (samples: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => bytes.writeInt16LE(Math.round(sample * 32_767), 44 + index * 2));
  return bytes;
};

export interface VoiceFile {
  /** For the command line of Chromium: everybody in that browser has this voice. */
  readonly flag: string;
  remove(): void;
}

export const writeVoice = (): VoiceFile => {
  const folder = mkdtempSync(join(tmpdir(), 'starling-voice-'));
  const file = join(folder, 'voice.wav');
  writeFileSync(file, wavOf(Array.from({ length: rate * seconds }, (_, index) => sampleAt(index / rate))));
  return {
    flag: `--use-file-for-fake-audio-capture=${file}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
