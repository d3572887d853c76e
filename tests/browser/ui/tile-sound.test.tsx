// What is chosen about the sound of somebody arrives at the element that plays it.

import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PersonTile, ScreenTile } from '#screens/stage/person-tile.tsx';
import { createStageModel } from '#screens/stage/stage-model.ts';
import '#screens/stage/stage.tsx';
import { createFakeCall, fakePerson } from '../../fixtures/fake-call.ts';
import { createPersonStream, stopStreams } from '../../fixtures/fake-people.ts';
import { show } from './show.tsx';

const speaker = signal('');
let remove = (): void => {};
const sinks: (readonly [element: EventTarget, id: string])[] = [];

beforeEach(() => {
  speaker.value = '';
  sinks.length = 0;
  vi.spyOn(HTMLMediaElement.prototype, 'setSinkId').mockImplementation(async function note(this: EventTarget, id) {
    sinks.push([this, id]);
  });
});
afterEach(() => {
  remove();
  stopStreams();
  vi.restoreAllMocks();
});

const showTiles = () => {
  const person = fakePerson(0, { stream: createPersonStream(0).stream, screen: createPersonStream(1).stream });
  const model = createStageModel(createFakeCall());
  const life = { hands: undefined, reactions: undefined };
  const Tiles = () => {
    const shared = { person, model, box: undefined, speaker: speaker.value, onBlocked: () => {} };
    return (
      <ul>
        <PersonTile {...shared} life={life} carrierName={undefined} />
        <ScreenTile {...shared} />
      </ul>
    );
  };
  remove = show(<Tiles />);
  return { person, videos: () => [...document.querySelectorAll('video')] };
};

test('muted for oneself: face and screen are silent, and heard again', async () => {
  const { person, videos } = showTiles();
  await expect.poll(() => videos().map(({ muted }) => muted)).toEqual([false, false]);
  person.setMutedForMe(true);
  await expect.poll(() => videos().map(({ muted }) => muted)).toEqual([true, true]);
  person.setMutedForMe(false);
  await expect.poll(() => videos().map(({ muted }) => muted)).toEqual([false, false]);
});

test('the volume of a person is that of their elements', async () => {
  const { person, videos } = showTiles();
  person.setVolume(0.25);
  await expect.poll(() => videos().map(({ volume }) => volume)).toEqual([0.25, 0.25]);
});

test('the chosen speaker plays all of it', async () => {
  const { videos } = showTiles();
  await expect.poll(() => videos().length).toBe(2);
  expect(sinks).toEqual([]);
  speaker.value = 'headphones';
  await expect.poll(() => sinks).toEqual(videos().map((video) => [video, 'headphones']));
});
