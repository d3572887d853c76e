import { expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { createCapture } from '#engine/media/capture.ts';
import { createKept, readId } from '#engine/media/kept.ts';
import { createOwnLevel } from '#engine/media/own-level.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeMedia } from '../../../fakes/media.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const setUp = () => {
  const [clock, media] = [createFakeClock(), createFakeMedia()];
  const microphone = createCapture({
    kind: 'microphone',
    releasesWhenOff: false,
    media,
    chosen: createKept({ store: createFakeStore(), key: 'device/microphone', initial: '', read: readId }),
    log: createLog(() => 0),
  });
  const own = createOwnLevel({ microphone, media, clock });
  const speak = (loudness: number | undefined) => {
    const track = media.opened.at(-1);
    if (track) track.loudness = loudness;
  };
  return { clock, media, microphone, own, speak };
};

test('nothing is listened to before there is a microphone, and after there is one', async () => {
  const { clock, media, microphone, own } = setUp();
  expect([media.meters(), clock.pending()]).toEqual([0, 0]);
  await microphone.set(true);
  expect([media.meters(), clock.pending()]).toEqual([1, 1]);
  await microphone.choose('other');
  expect([media.meters(), clock.pending()]).toEqual([1, 1]);
  media.unplug('microphone', 'default');
  await clock.settle();
  expect([media.meters(), clock.pending(), own.level.value]).toEqual([0, 0, 0]);
  media.plug({ id: 'new', kind: 'microphone', label: 'New' });
  await microphone.set(true);
  expect(media.meters()).toBe(1);
  own[Symbol.dispose]();
  expect([media.meters(), clock.pending()]).toEqual([0, 0]);
});

test('the level follows the microphone, also while it is muted', async () => {
  const { clock, microphone, own, speak } = setUp();
  await microphone.set(true);
  speak(0.1);
  await clock.advance(100);
  expect(own.level.value).toBeCloseTo(0.9);
  await microphone.set(false);
  await clock.advance(100);
  expect(own.level.value).toBeCloseTo(0.9);
  speak(0);
  await clock.advance(100);
  expect(own.level.value).toBe(0);
});

test('a sentence is one sign, whatever gaps it has; muted there is none at once', async () => {
  const { clock, microphone, own, speak } = setUp();
  await microphone.set(true);
  const signs: boolean[] = [];
  for (const loudness of [0.1, 0.1, 0.001, 0.001, 0.001, 0.1]) {
    speak(loudness);
    await clock.advance(100);
    signs.push(own.isSpeaking.value);
  }
  expect(signs).toEqual([false, true, true, true, true, true]);
  await microphone.set(false);
  expect(own.isSpeaking.value).toBe(false);
  await microphone.set(true);
  await clock.advance(300);
  expect(own.isSpeaking.value).toBe(true);
  speak(0.001);
  await clock.advance(1_000);
  expect(own.isSpeaking.value).toBe(false);
});

test('who talks for a while and is muted is told, until they are not', async () => {
  const { clock, microphone, own, speak } = setUp();
  await microphone.set(true);
  speak(0.1);
  await clock.advance(3_000);
  expect(own.isTalkingWhileMuted.value).toBe(false);
  await microphone.set(false);
  await clock.advance(300);
  expect(own.isTalkingWhileMuted.value).toBe(false);
  await clock.advance(1_000);
  expect(own.isTalkingWhileMuted.value).toBe(true);
  speak(0.001);
  await clock.advance(1_500);
  expect(own.isTalkingWhileMuted.value).toBe(true);
  await clock.advance(1_000);
  expect(own.isTalkingWhileMuted.value).toBe(false);
  speak(0.1);
  await clock.advance(1_000);
  expect(own.isTalkingWhileMuted.value).toBe(true);
  await microphone.set(true);
  expect(own.isTalkingWhileMuted.value).toBe(false);
});

test('a microphone that gives nothing at all is called silent; one that is muted or not listened to is not', async () => {
  const { clock, microphone, own, speak } = setUp();
  await microphone.set(true);
  speak(0);
  await clock.advance(4_000);
  expect(own.isSilent.value).toBe(false);
  await clock.advance(2_000);
  expect(own.isSilent.value).toBe(true);
  speak(0.0005);
  await clock.advance(100);
  expect(own.isSilent.value).toBe(false);
  speak(undefined);
  await clock.advance(10_000);
  expect(own.isSilent.value).toBe(false);
  speak(0);
  await clock.advance(6_000);
  expect(own.isSilent.value).toBe(true);
  await microphone.set(false);
  expect(own.isSilent.value).toBe(false);
  await clock.advance(10_000);
  expect(own.isSilent.value).toBe(false);
});
