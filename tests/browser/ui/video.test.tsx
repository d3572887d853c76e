// A picture of the call goes on, whoever pauses it.

import { afterEach, expect, test } from 'vitest';
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
