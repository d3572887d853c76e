import { describe, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { ErrorCode } from '#core/base/errors.ts';
import { createCapture, facingOf, type Capture } from '#engine/media/capture.ts';
import { createKept, readId } from '#engine/media/kept.ts';
import { createFakeMedia, type FakeMedia } from '../../../fakes/media.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const setUp = (kind: 'microphone' | 'camera' = 'camera', store = createFakeStore()) => {
  const media = createFakeMedia();
  media.plug({ id: 'other', kind, label: 'Other' });
  const chosen = createKept({ store, key: `device/${kind}`, initial: '', read: readId });
  const capture = createCapture({ kind, releasesWhenOff: kind === 'camera', media, chosen, log: createLog(() => 0) });
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

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a device that is unplugged in the call', () => {
  test('gives way to another one, without a wish, and says which', async () => {
    const { media, capture, tracks } = setUp('microphone');
    const replaced: string[] = [];
    capture.onReplaced.on((label) => replaced.push(label));
    await capture.set(true);
    expect(replaced).toEqual([]);
    media.unplug('microphone', 'default');
    expect([capture.state.value.is, capture.track.value, tracks.at(-1)]).toEqual(['opening', null, null]);
    await turn();
    expect([deviceOf(capture), live(media)]).toEqual(['other', 1]);
    expect(replaced).toEqual(['Fake microphone']);
  });

  test('where there is no other one, says so, sends nothing, and can be opened again', async () => {
    const { media, capture } = setUp('microphone');
    media.unplug('microphone', 'other');
    await capture.set(true);
    media.unplug('microphone', 'default');
    await turn();
    expect([codeOf(capture), capture.track.value]).toEqual(['media/unplugged', null]);
    media.plug({ id: 'new', kind: 'microphone', label: 'New' });
    await capture.set(true);
    expect([deviceOf(capture), live(media)]).toEqual(['new', 1]);
  });

  test('because the permission was taken back, says that', async () => {
    const { media, capture } = setUp('microphone');
    await capture.set(true);
    media.refuse('microphone', 'media/denied');
    media.opened[0]?.unplug();
    await turn();
    expect(codeOf(capture)).toBe('media/denied');
  });

  test('while it is muted, says nothing; the next wish finds another', async () => {
    const { media, capture } = setUp('microphone');
    await capture.set(true);
    await capture.set(false);
    media.unplug('microphone', 'default');
    await turn();
    expect([capture.state.value.is, capture.track.value, live(media)]).toEqual(['off', null, 0]);
    await capture.set(true);
    expect(deviceOf(capture)).toBe('other');
  });

  test('says nothing when it was not in use any more', async () => {
    const { media, capture } = setUp('camera');
    await capture.set(true);
    await capture.choose('other');
    media.opened[0]?.unplug();
    expect(deviceOf(capture)).toBe('other');
  });
});

describe('the list of devices', () => {
  /** Does something to the devices and lets the capture follow. */
  const change = async (media: FakeMedia, capture: Capture, act: () => void): Promise<void> => {
    const before = await media.devices();
    act();
    await turn();
    await capture.follow(before, await media.devices());
  };

  test('brings the chosen device back as soon as it is there again', async () => {
    for (const kind of ['microphone', 'camera'] as const) {
      const { media, capture } = setUp(kind);
      await capture.choose('other');
      await capture.set(true);
      await change(media, capture, () => media.unplug(kind, 'other'));
      expect(deviceOf(capture)).toBe('default');
      await change(media, capture, () => media.plug({ id: 'third', kind, label: 'Third' }));
      expect(deviceOf(capture)).toBe('default');
      await change(media, capture, () => media.plug({ id: 'other', kind, label: 'Other' }));
      expect([deviceOf(capture), live(media)]).toEqual(['other', 1]);
    }
  });

  test('brings the camera back that nobody had chosen', async () => {
    const { media, capture } = setUp('camera');
    await capture.set(true);
    await change(media, capture, () => media.unplug('camera', 'default'));
    expect(deviceOf(capture)).toBe('other');
    await change(media, capture, () => media.plug({ id: 'default', kind: 'camera', label: 'Fake camera' }));
    expect(deviceOf(capture)).toBe('default');
  });

  test('moves a microphone that nobody has chosen with the system’s default, and one that was chosen not', async () => {
    const { media, capture } = setUp('microphone');
    await capture.set(true);
    await change(media, capture, () => media.makeDefault('microphone', 'other'));
    expect([deviceOf(capture), live(media)]).toEqual(['other', 1]);
    await capture.choose('default');
    await change(media, capture, () => media.makeDefault('microphone', 'default'));
    await change(media, capture, () => media.makeDefault('microphone', 'other'));
    expect([deviceOf(capture), live(media)]).toEqual(['default', 1]);
  });

  test('lets a muted microphone go that is not the system’s any more', async () => {
    const { media, capture } = setUp('microphone');
    await capture.set(true);
    await capture.set(false);
    await change(media, capture, () => media.makeDefault('microphone', 'other'));
    expect([capture.state.value.is, live(media)]).toEqual(['off', 0]);
    await capture.set(true);
    expect(deviceOf(capture)).toBe('other');
  });

  test('ends "unplugged" and "not found" as soon as there is one, and asks nobody again who has refused', async () => {
    const { media, capture } = setUp('camera');
    for (const id of ['default', 'other']) media.unplug('camera', id);
    await capture.set(true);
    expect(codeOf(capture)).toBe('media/missing');
    // Somebody else's list: a microphone is no camera.
    await capture.follow([{ id: 'a', kind: 'camera', label: '' }], await media.devices());
    expect(codeOf(capture)).toBe('media/missing');
    await change(media, capture, () => media.plug({ id: 'new', kind: 'camera', label: 'New' }));
    expect(deviceOf(capture)).toBe('new');

    media.refuse('camera', 'media/denied');
    await capture.choose('new');
    const asked = media.wishes.length;
    await change(media, capture, () => media.plug({ id: 'newer', kind: 'camera', label: 'Newer' }));
    expect([codeOf(capture), media.wishes.length]).toEqual(['media/denied', asked]);
  });

  test('does not ask again for a device that the browser does not give', async () => {
    const { media, capture } = setUp('camera');
    const all = await media.devices();
    await capture.choose('sold');
    await capture.set(true);
    const asked = media.wishes.length;
    const withIt = [...all, { id: 'sold', kind: 'camera', label: 'Sold' } as const];
    await capture.follow(all, withIt);
    for (let round = 0; round < 5; round += 1) await capture.follow(withIt, withIt);
    expect(media.wishes.length).toBe(asked + 1);
  });
});

describe('turning the camera', () => {
  const phone = () => {
    const { media, capture } = setUp('camera');
    for (const id of ['default', 'other']) media.unplug('camera', id);
    media.plug({ id: 'front', kind: 'camera', label: 'Front' }, 'user');
    media.plug({ id: 'rear', kind: 'camera', label: 'Rear' }, 'environment');
    return { media, capture };
  };

  test('goes to the rear one and back, and stays turned over off and on', async () => {
    const { media, capture } = phone();
    await capture.set(true);
    expect([deviceOf(capture), facingOf(capture.track.value)]).toEqual(['front', 'user']);
    await capture.flip();
    expect([deviceOf(capture), facingOf(capture.track.value), live(media)]).toEqual(['rear', 'environment', 1]);
    await capture.set(false);
    await capture.set(true);
    expect(deviceOf(capture)).toBe('rear');
    await capture.flip();
    expect([deviceOf(capture), live(media)]).toEqual(['front', 1]);
    await capture.flip();
    await capture.choose('front');
    expect(deviceOf(capture)).toBe('front');
  });

  test('works where only one camera can be open', async () => {
    const { media, capture } = phone();
    media.isOneCameraOnly = true;
    await capture.set(true);
    await capture.flip();
    expect([deviceOf(capture), live(media)]).toEqual(['rear', 1]);
  });

  test('that comes to nothing leaves the one that was on', async () => {
    const { media, capture } = phone();
    await capture.set(true);
    media.unplug('camera', 'rear');
    const states: string[] = [];
    capture.state.subscribe(({ is }) => states.push(is));
    await capture.flip();
    expect([deviceOf(capture), live(media), states]).toEqual(['front', 1, ['on', 'opening', 'on']]);
    // Not even a wish of it is left.
    await capture.set(false);
    await capture.set(true);
    expect(deviceOf(capture)).toBe('front');
  });

  test('does nothing where cameras don’t say which way they look, or none is on', async () => {
    const { media, capture } = setUp('camera');
    await capture.flip();
    await capture.set(true);
    await capture.flip();
    expect([deviceOf(capture), media.wishes.length]).toEqual(['default', 1]);
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
    const store = createFakeStore();
    await store.set('device/camera', 'sold');
    const { capture } = setUp('camera', store);
    await capture.set(true);
    expect(deviceOf(capture)).toBe('default');
  });

  test('rubbish in the memory is no choice', async () => {
    const store = createFakeStore();
    await store.set('device/camera', { evil: true });
    const { capture, media } = setUp('camera', store);
    await capture.set(true);
    expect([deviceOf(capture), media.wishes[0]?.deviceId]).toEqual(['default', undefined]);
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
