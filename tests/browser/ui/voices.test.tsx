// Somebody speaks all the time: what shows it must not keep the page drawing. (In a call of three in Chromium 156 without a
// graphics card, a ring that followed the voice took as much of the processor as everything else on the page.)

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Participant } from '#engine/call/api.ts';
import { MicrophoneLevel } from '#screens/devices/microphone-level.tsx';
import { PeoplePanel } from '#screens/panels/people/people-panel.tsx';
import { PersonTile } from '#screens/stage/person-tile.tsx';
import { createStageModel } from '#screens/stage/stage-model.ts';
import '#screens/stage/stage.tsx';
import { createFakeCall, fakePerson } from '../../fixtures/fake-call.ts';
import { show } from './show.tsx';

let hide = (): void => {};
let ana: Participant;
beforeEach(() => {
  ana = fakePerson(0, { level: 0.3 });
});
afterEach(() => hide());

const isSpeakingShown = (): boolean => document.querySelector('[data-speaking]') !== null;
const settle = (): Promise<unknown> => Promise.allSettled(document.getAnimations().map(({ finished }) => finished));

const writable = <T,>(value: { readonly value: T }, next: T): void => {
  (value as { value: T }).value = next;
};

/** What the page does between two steps of the voice; a style that is read starts the transitions that it asks for. */
const drawnFor = async (voice: Pick<Participant, 'level'>): Promise<readonly string[]> => {
  const changes: string[] = [];
  const observer = new MutationObserver((records) => changes.push(...records.map(({ type }) => type)));
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  for (const level of [0.9, 0.4, 1, 0.5]) {
    writable(voice.level, level);
    await Promise.resolve();
    await new Promise(requestAnimationFrame);
    changes.push(...document.getAnimations().map(() => 'animation'));
  }
  observer.disconnect();
  return changes;
};

test('the ring of a tile stands still, however loud they are', async () => {
  const life = { hands: undefined, reactions: undefined };
  const model = createStageModel(createFakeCall());
  hide = show(
    <ul>
      <PersonTile
        {...{ person: ana, model, life, box: undefined, speaker: '', carrierName: undefined }}
        onBlocked={() => {}}
      />
    </ul>,
  );
  await expect.poll(isSpeakingShown).toBe(true);
  await settle();
  expect(await drawnFor(ana)).toEqual([]);
});

test('the bars in the list follow the voice in steps, with nothing between them', async () => {
  const call = createFakeCall({ name: 'Mira' });
  call.set.people.value = [ana];
  const ignore = (): void => {};
  hide = show(
    <PeoplePanel call={call} hands={[]} pinned={undefined} onDetails={ignore} onPin={ignore} onClose={ignore} />,
  );
  await expect.poll(isSpeakingShown).toBe(true);
  await settle();
  const changes = await drawnFor(ana);
  expect(changes).toContain('attributes');
  expect(changes).not.toContain('animation');
});

test('so do those of the own microphone', async () => {
  const { media } = createFakeCall();
  writable(media.microphone, { is: 'on', deviceId: 'built-in', label: 'Built-in microphone' });
  hide = show(<MicrophoneLevel media={media} />);
  const changes = await drawnFor(media);
  expect(changes).toContain('attributes');
  expect(changes).not.toContain('animation');
});
