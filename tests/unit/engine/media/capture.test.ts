import { describe, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { ErrorCode } from '#core/base/errors.ts';
import { createCapture, type Capture } from '#engine/media/capture.ts';
import { createFakeMedia, type FakeMedia } from '../../../fakes/media.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const setUp = (kind: 'microphone' | 'camera' = 'camera', store = createFakeStore()) => {
  const media = createFakeMedia();
  media.plug({ id: 'other', kind, label: 'Other' });
  const capture = createCapture({ kind, releasesWhenOff: kind === 'camera', media, store, log: createLog(() => 0) });
  const tracks: (MediaStreamTrack | null)[] = [];
  capture.onTrack.on((track) => tracks.push(track));
  return { media, capture, store, tracks };
};

const deviceOf = ({ state }: Capture): string => (state.value.is === 'on' ? state.value.deviceId : state.value.is);
const codeOf = ({ state }: Capture): string => (state.value.is === 'failed' ? state.value.error.code : state.value.is);
/** Devices whose light is on. */
const live = ({ opened }: FakeMedia): number => opened.filter(({ readyState }) => readyState === 'live').length;

test('nothing is opened before it is wanted', () => {
  const { media, capture } = setUp();
  expect([capture.state.value.is, capture.track.value, media.opened.length]).toEqual(['off', null, 0]);
});

test('a camera that is off lets the device go; another wish opens it again', async () => {
  const { media, capture } = setUp('camera');
  await capture.set(true);
  expect([deviceOf(capture), live(media)]).toEqual(['default', 1]);
  await capture.set(false);
  expect([capture.state.value.is, capture.track.value, live(media)]).toEqual(['off', null, 0]);
  await capture.set(true);
  expect([deviceOf(capture), live(media), media.opened.length]).toEqual(['default', 1, 2]);
});

test('a microphone that is off is kept, silent, and is back at once', async () => {
  const { media, capture, tracks } = setUp('microphone');
  await capture.set(true);
  await capture.set(false);
  expect([capture.state.value.is, capture.track.value?.enabled, live(media)]).toEqual(['off', false, 1]);
  await capture.set(true);
  expect([deviceOf(capture), capture.track.value?.enabled, media.opened.length, tracks.length]).toEqual([
    'default',
    true,
    1,
    1,
  ]);
});

describe('a device that cannot be had', () => {
  const codes: ErrorCode[] = ['media/denied', 'media/missing', 'media/in-use', 'media/unknown', 'app/insecure-origin'];
  test.each(codes)('says %s, and works as soon as it can', async (code) => {
    const { media, capture } = setUp();
    media.refuse('camera', code);
    await capture.set(true);
    expect([codeOf(capture), capture.track.value]).toEqual([code, null]);
    media.refuse('camera', undefined);
    await capture.set(true);
    expect([deviceOf(capture), live(media)]).toEqual(['default', 1]);
  });

  test('when switching, leaves none half on', async () => {
    const { media, capture } = setUp();
    await capture.set(true);
    media.refuse('camera', 'media/in-use');
    await capture.choose('other');
    expect([codeOf(capture), capture.track.value, live(media)]).toEqual(['media/in-use', null, 0]);
    media.refuse('camera', undefined);
    await capture.choose('default');
    expect([deviceOf(capture), live(media)]).toEqual(['default', 1]);
  });
});

describe('a device that is unplugged in the call', () => {
  test('says so, sends nothing, and can be opened again', async () => {
    const { media, capture, tracks } = setUp('microphone');
    await capture.set(true);
    media.opened[0]?.unplug();
    expect([codeOf(capture), capture.track.value, tracks.at(-1)]).toEqual(['media/unplugged', null, null]);
    await capture.set(true);
    expect([deviceOf(capture), live(media)]).toEqual(['default', 1]);
  });

  test('says nothing when it was not in use any more', async () => {
    const { media, capture } = setUp('camera');
    await capture.set(true);
    await capture.choose('other');
    media.opened[0]?.unplug();
    expect(deviceOf(capture)).toBe('other');
  });
});

describe('choosing a device', () => {
  test('switches at once without a moment of silence, and lets the old one go', async () => {
    const { media, capture, tracks } = setUp('microphone');
    await capture.set(true);
    await capture.choose('other');
    expect([deviceOf(capture), live(media)]).toEqual(['other', 1]);
    expect(tracks).toEqual([media.opened[0], media.opened[1]]);
  });

  test('while off opens nothing, and is there when it is wanted', async () => {
    for (const kind of ['microphone', 'camera'] as const) {
      const { media, capture } = setUp(kind);
      await capture.set(true);
      await capture.set(false);
      await capture.choose('other');
      expect([capture.state.value.is, live(media)]).toEqual(['off', 0]);
      await capture.set(true);
      expect([deviceOf(capture), live(media)]).toEqual(['other', 1]);
    }
  });

  test('is remembered on the device', async () => {
    const { capture, store } = setUp();
    await capture.choose('other');
    const again = setUp('camera', store);
    await again.capture.set(true);
    expect(deviceOf(again.capture)).toBe('other');
  });

  test('one that is gone falls back to the system’s', async () => {
    const { capture, store } = setUp();
    await store.set('device/camera', 'sold');
    await capture.set(true);
    expect(deviceOf(capture)).toBe('default');
  });

  test('rubbish in the memory is no choice', async () => {
    const { capture, store, media } = setUp();
    await store.set('device/camera', { evil: true });
    await capture.set(true);
    expect([deviceOf(capture), media.wishes]).toEqual(['default', [undefined]]);
  });
});

describe('a wish that is overtaken by a newer one', () => {
  test('gives its device back', async () => {
    const { media, capture } = setUp();
    const first = capture.set(true);
    await capture.set(false);
    await first;
    expect([capture.state.value.is, capture.track.value, live(media)]).toEqual(['off', null, 0]);
  });

  test('two wishes in a row open one device', async () => {
    const { media, capture } = setUp();
    await Promise.all([capture.set(true), capture.set(true)]);
    expect([deviceOf(capture), live(media)]).toEqual(['default', 1]);
  });

  test('the device that was chosen last is the one that is on', async () => {
    for (const kind of ['microphone', 'camera'] as const) {
      const { media, capture } = setUp(kind);
      await capture.set(true);
      await Promise.all([capture.choose('other'), capture.choose('default')]);
      expect([deviceOf(capture), live(media)]).toEqual(['default', 1]);
      await Promise.all([capture.choose('default'), capture.choose('other')]);
      expect([deviceOf(capture), live(media)]).toEqual(['other', 1]);
    }
  });

  test('choosing while the first one opens counts', async () => {
    const { media, capture } = setUp();
    await Promise.all([capture.set(true), capture.choose('other')]);
    expect([deviceOf(capture), live(media)]).toEqual(['other', 1]);
    await capture.set(false);
    await capture.set(true);
    expect(deviceOf(capture)).toBe('other');
  });

  test('a switch that was cut short by turning off is made when it is turned on again', async () => {
    const { media, capture } = setUp('microphone');
    await capture.set(true);
    await Promise.all([capture.choose('other'), capture.set(false)]);
    expect(capture.state.value.is).toBe('off');
    await capture.set(true);
    expect([deviceOf(capture), live(media)]).toEqual(['other', 1]);
  });

  test('the end lets everything go, also what is still opening', async () => {
    const { media, capture } = setUp();
    const opening = capture.set(true);
    capture[Symbol.dispose]();
    await opening;
    expect([live(media), capture.track.value]).toEqual([0, null]);
  });
});
