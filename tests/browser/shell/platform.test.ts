// What the fakes of sounds and of the connection check pretend to be, in a real browser.

import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createPathCheck } from '#shell/platform/path-check.ts';
import { createPresencePorts } from '#shell/platform/presence.ts';
import { createRtc } from '#shell/platform/rtc.ts';
import { createSounds } from '#shell/platform/sounds.ts';

test('a sound is heard, and the context sleeps after it', async () => {
  await userEvent.click(document.body);
  const context = new AudioContext();
  await context.suspend();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  // The player's own way to the speaker leads by here.
  Object.defineProperty(context, 'destination', { value: analyser });
  const sounds = createSounds({
    isWanted: () => true,
    createContext: () => context,
    createElement: () => new Audio(),
    nowMs: () => performance.now(),
  });
  sounds.play('message', '');
  const samples = new Float32Array(analyser.fftSize);
  const peak = (): number => {
    analyser.getFloatTimeDomainData(samples);
    return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  };
  await expect.poll(peak, { interval: 10 }).toBeGreaterThan(0.005);
  await expect.poll(() => context.state, { timeout: 5_000 }).toBe('suspended');
  sounds[Symbol.dispose]();
  await expect.poll(() => context.state).toBe('closed');
});

test('addresses are gathered even where no server answers, and nothing stays open', async () => {
  const made: RTCPeerConnection[] = [];
  const rtc = createRtc();
  const check = createPathCheck(
    {
      ...rtc,
      create: (configuration) => {
        const connection = rtc.create(configuration);
        made.push(connection);
        return connection;
      },
    },
    [{ urls: ['stun:127.0.0.1:9'] }],
  );
  const { candidates, stunServers, hasTurn } = await check.gather(new AbortController().signal);
  expect([stunServers, hasTurn]).toEqual([1, false]);
  expect(candidates.every(({ type, port }) => type === 'host' && port > 0)).toBe(true);
  expect(made.map(({ connectionState }) => connectionState)).toEqual(['closed']);
});

test('the browser takes the keys of a call, and gives them back', async () => {
  const { mediaKeys, page } = createPresencePorts();
  expect(page.isVisible()).toBe(true);
  const stop = mediaKeys?.show('Birds', () => {});
  expect(navigator.mediaSession.metadata?.title).toBe('Birds');
  mediaKeys?.setMicrophone(true);
  stop?.();
  expect(navigator.mediaSession.metadata).toBeNull();
  expect(navigator.mediaSession.playbackState).toBe('none');
});

test('where there is an audio session (iOS), a call keeps to the loudspeaker, and gives it back', () => {
  const audioSession = { type: 'auto' };
  Object.defineProperty(navigator, 'audioSession', { configurable: true, value: audioSession });
  const stop = createPresencePorts().claimAudio?.();
  expect(audioSession.type).toBe('play-and-record');
  stop?.();
  expect(audioSession.type).toBe('auto');
  Reflect.deleteProperty(navigator, 'audioSession');
  expect(createPresencePorts().claimAudio).toBeUndefined();
});
