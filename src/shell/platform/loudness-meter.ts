// Measures how loud a microphone is. The one place that knows AudioContext.

import { createScope } from '#core/base/scope.ts';
import type { LoudnessMeter } from '#core/ports/media.ts';

/** About a tenth of a second, so that reading ten times a second misses nothing. */
const sampleCount = 4096;

/** Browsers without Web Audio, and Firefox where the device runs at another rate than the rest. */
const deaf: LoudnessMeter = { read: () => undefined, [Symbol.dispose]: () => {} };

const createAnalyser = (context: AudioContext, track: MediaStreamTrack): AnalyserNode => {
  const analyser = context.createAnalyser();
  analyser.fftSize = sampleCount;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  return analyser;
};

/** Runs until it is disposed of; with it go its hold on the device and on the processor. */
export const createLoudnessMeter = (microphone: MediaStreamTrack): LoudnessMeter => {
  const scope = createScope();
  // A clone can be heard while the original is silenced for the others.
  const clone = microphone.clone();
  clone.enabled = true;
  scope.add(() => clone.stop());
  try {
    const context = new AudioContext({ latencyHint: 'playback' });
    scope.add(() => void context.close().catch(() => {}));
    const analyser = createAnalyser(context, clone);
    const samples = new Float32Array(sampleCount);
    // Where a page may not make or hear sound before somebody has touched it.
    const resume = (): void => {
      if (context.state === 'suspended') void context.resume().catch(() => {});
    };
    for (const gesture of ['pointerdown', 'keydown']) scope.listen(window, gesture, resume);
    return {
      read: () => {
        if (context.state !== 'running') return undefined;
        analyser.getFloatTimeDomainData(samples);
        return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / sampleCount);
      },
      [Symbol.dispose]: () => scope[Symbol.dispose](),
    };
  } catch {
    scope[Symbol.dispose]();
    return deaf;
  }
};
