// A picture of the call goes on, whoever pauses it.

import { signal } from '@preact/signals';
import { afterEach, describe, expect, test } from 'vitest';
import { Video } from '#ui/kit/video.tsx';
import { createPersonStream } from '../../fixtures/fake-people.ts';
import { show } from './show.tsx';

let hide = (): void => {};
afterEach(() => hide());

const video = (): HTMLVideoElement => document.querySelector('video')!;
const isPlaying = (): boolean => !video().paused && video().readyState >= 2;

test.each(['pause', 'webkitendfullscreen'])('%s: it plays on', async (type) => {
  const { stream } = createPersonStream(0);
  hide = show(<Video stream={stream} isMuted isShown label="Ana" />);
  await expect.poll(isPlaying).toBe(true);
  const played = new Promise((resolve) => video().addEventListener('play', resolve, { once: true }));
  video().pause();
  if (type !== 'pause') video().dispatchEvent(new Event(type));
  await played;
  await expect.poll(isPlaying).toBe(true);
});

test('one that is over stays as it is', async () => {
  const { stream } = createPersonStream(0);
  hide = show(<Video stream={stream} isMuted isShown label="Ana" />);
  await expect.poll(isPlaying).toBe(true);
  for (const track of stream.getTracks()) track.stop();
  const plays: string[] = [];
  video().addEventListener('play', () => plays.push('play'));
  video().pause();
  hide();
  expect(plays).toEqual([]);
});

describe('after a break', () => {
  const isInterrupted = signal(false);
  const Interrupted = ({ stream }: { readonly stream: MediaStream }) => (
    <Video stream={stream} isMuted isShown isInterrupted={isInterrupted.value} label="Ana" />
  );
  const breakAndMend = async (stream: MediaStream): Promise<void> => {
    isInterrupted.value = false;
    hide = show(<Interrupted stream={stream} />);
    await expect.poll(isPlaying).toBe(true);
    isInterrupted.value = true;
    await new Promise(requestAnimationFrame);
    isInterrupted.value = false;
  };

  test('a picture that stands still gets its stream anew', async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
    const stream = canvas.captureStream();
    await breakAndMend(stream);
    await new Promise((resolve) => video().addEventListener('emptied', resolve, { once: true }));
    expect(video().srcObject).toBe(stream);
  });

  test('one that goes on is left alone', async () => {
    const { stream } = createPersonStream(0);
    let emptied = 0;
    await breakAndMend(stream);
    video().addEventListener('emptied', () => (emptied += 1));
    const shown = (): number => video().getVideoPlaybackQuality().totalVideoFrames;
    const before = shown();
    await expect.poll(shown, { timeout: 10_000 }).toBeGreaterThan(before + 30);
    expect(emptied).toBe(0);
  });
});
