import { describe, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { createLocalMedia } from '#engine/media/local-media.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeMedia } from '../../../fakes/media.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const setUp = async (store = createFakeStore()) => {
  const [clock, media] = [createFakeClock(), createFakeMedia()];
  const local = createLocalMedia({ media, store, clock, log: createLog(() => 0) });
  await clock.settle();
  const used = () => {
    const state = local.shown.microphone.value;
    return state.is === 'on' ? `${state.deviceId} ${state.label}` : state.is;
  };
  return { clock, media, store, local, used };
};
const headset = { id: 'headset', kind: 'microphone', label: 'Headset', groupId: 'h' } as const;
const headphones = { id: 'headphones', kind: 'speaker', label: 'Headset', groupId: 'h' } as const;

describe('a device that is plugged in', () => {
  test('is offered once, and taken with the speaker in the same housing', async () => {
    const { clock, media, local, used } = await setUp();
    await local.microphone.set(true);
    media.plug(headphones);
    media.plug(headset);
    await clock.settle();
    expect(local.offeredDevice.value).toEqual(headset);
    await local.answerOffer(true);
    await clock.settle();
    expect([local.offeredDevice.value, used(), local.speaker.value]).toEqual([
      undefined,
      'headset Headset',
      'headphones',
    ]);
    media.unplug('microphone', 'headset');
    await clock.settle();
    expect(used()).toBe('default Fake microphone');
    // Taken up again, and not asked about.
    media.plug(headset);
    await clock.settle();
    expect([local.offeredDevice.value, used()]).toEqual([undefined, 'headset Headset']);
  });

  test('and declined is not offered again', async () => {
    const { clock, media, local, used } = await setUp();
    await local.microphone.set(true);
    media.plug(headset);
    await clock.settle();
    await local.answerOffer(false);
    media.unplug('microphone', 'headset');
    await clock.settle();
    media.plug(headset);
    await clock.settle();
    expect([local.offeredDevice.value, used()]).toEqual([undefined, 'default Fake microphone']);
  });

  test('is not offered where the system has made it its default, and we have followed', async () => {
    const { clock, media, local, used } = await setUp();
    await local.microphone.set(true);
    await clock.settle();
    media.plug(headset);
    media.makeDefault('microphone', 'headset');
    await clock.settle();
    expect([local.offeredDevice.value, used()]).toEqual([undefined, 'headset Headset']);
  });

  test('is offered as well where only its own kind is allowed', async () => {
    const { clock, media, local } = await setUp();
    // What browsers tell of a camera that was not allowed.
    media.unplug('camera', 'default');
    media.plug({ id: '', kind: 'camera', label: '' });
    await local.microphone.set(true);
    media.plug(headset);
    await clock.settle();
    expect(local.offeredDevice.value).toEqual(headset);
  });

  test('is not one that was there from the start', async () => {
    const { local } = await setUp();
    expect(local.offeredDevice.value).toBeUndefined();
  });

  test('and pulled out again is not offered any more', async () => {
    const { clock, media, local } = await setUp();
    media.plug({ id: 'desk', kind: 'camera', label: 'Desk camera' });
    await clock.settle();
    expect(local.offeredDevice.value?.id).toBe('desk');
    media.unplug('camera', 'desk');
    await clock.settle();
    expect(local.offeredDevice.value).toBeUndefined();
  });
});

describe('a speaker without a microphone', () => {
  const boxes = { id: 'boxes', kind: 'speaker', label: 'Desk speakers', groupId: 'b' } as const;

  test('is offered when it is plugged in, and taken', async () => {
    const { clock, media, local } = await setUp();
    await local.microphone.set(true);
    media.plug(boxes);
    await clock.settle();
    expect(local.offeredDevice.value).toEqual(boxes);
    await local.answerOffer(true);
    await clock.settle();
    expect([local.offeredDevice.value, local.speaker.value, local.chosen.microphone.value]).toEqual([
      undefined,
      'boxes',
      '',
    ]);
  });

  test('is not offered where the system plays on it already, nor beside the microphone of a headset', async () => {
    const { clock, media, local } = await setUp();
    await local.microphone.set(true);
    media.plug({ ...boxes, isDefault: true });
    await clock.settle();
    expect(local.offeredDevice.value).toBeUndefined();
    media.plug(headset);
    await clock.settle();
    media.plug(headphones);
    await clock.settle();
    expect(local.offeredDevice.value).toEqual(headset);
  });

  test('that was chosen and is pulled out: which one plays instead is said, once', async () => {
    const { clock, media, local } = await setUp();
    const said: string[] = [];
    local.onSpeakerReplaced.on((label) => said.push(label));
    media.plug({ id: 'built-in', kind: 'speaker', label: 'Built-in', isDefault: true });
    media.plug(boxes);
    await clock.settle();
    media.unplug('speaker', 'boxes');
    await clock.settle();
    expect(said).toEqual([]);
    media.plug(boxes);
    await local.choose('speaker', 'boxes');
    await clock.settle();
    media.unplug('speaker', 'boxes');
    await clock.settle();
    media.plug(headset);
    await clock.settle();
    expect([said, local.speaker.value]).toEqual([['Built-in'], '']);
  });
});

test('the speaker is remembered, and is the system’s while it is not there', async () => {
  const { clock, media, store, local } = await setUp();
  media.plug(headphones);
  await local.choose('speaker', 'headphones');
  await clock.settle();
  expect(local.speaker.value).toBe('headphones');
  const again = await setUp(store);
  expect(again.local.speaker.value).toBe('');
  again.media.plug(headphones);
  await again.clock.settle();
  expect(again.local.speaker.value).toBe('headphones');
});

test('what is done to the sound can be changed, at once, and is remembered', async () => {
  const { clock, media, store, local, used } = await setUp();
  await local.microphone.set(true);
  await local.setProcessing({ noiseSuppression: false });
  const wanted = { echoCancellation: true, noiseSuppression: false, autoGainControl: true };
  expect(local.processing.value).toEqual(wanted);
  expect(local.microphone.track.value?.getSettings()).toMatchObject(wanted);
  expect(media.opened.filter(({ readyState }) => readyState === 'live')).toHaveLength(1);
  // A muted one is exchanged when it is wanted again.
  await local.microphone.set(false);
  await local.setProcessing({ noiseSuppression: true });
  expect([used(), local.microphone.track.value]).toEqual(['off', null]);
  await local.setProcessing({ echoCancellation: false });
  await clock.settle();
  const again = await setUp(store);
  await again.local.microphone.set(true);
  expect(again.media.wishes[0]?.processing).toEqual({ ...wanted, noiseSuppression: true, echoCancellation: false });
});

test('rubbish in the memory of processing counts as nothing', async () => {
  const store = createFakeStore();
  await store.set('sound-processing', { echoCancellation: 'no' });
  const { local } = await setUp(store);
  expect(local.processing.value).toEqual({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
});

test('the end lets everything go', async () => {
  const { clock, media, local } = await setUp();
  await local.microphone.set(true);
  await local.camera.set(true);
  await local.screen.share('text');
  local[Symbol.dispose]();
  media.plug(headset);
  await clock.settle();
  const tracks = [...media.opened, ...media.screens.flatMap(({ picture, sound }) => [picture, sound])];
  expect(tracks.every((track) => track?.readyState === 'ended')).toBe(true);
  expect([media.meters(), clock.pending(), local.offeredDevice.value]).toEqual([0, 0, undefined]);
});
