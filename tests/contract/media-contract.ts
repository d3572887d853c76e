// What every MediaPort does, with one microphone and one camera at least.

import { expect, it } from 'vitest';
import type { MediaPort } from '#core/ports/media.ts';
import { eventually } from './eventually.ts';

/**
 * Registers the suite; `make` is called anew for each test. Permission is given, and whoever is asked for a screen shares
 * one. `click` does what the person does before a page may ask.
 */
export const mediaContract = (make: () => MediaPort, click: () => Promise<void> = async () => {}): void => {
  const opened = async (
    media: MediaPort,
    kind: 'microphone' | 'camera',
    deviceId?: string,
  ): Promise<MediaStreamTrack> => {
    const result = await media.open(kind, { deviceId });
    if (!result.ok) throw result.error;
    return result.value;
  };

  it('opens a microphone and a camera, live and with their device told', async () => {
    const media = make();
    for (const [kind, trackKind] of [
      ['microphone', 'audio'],
      ['camera', 'video'],
    ] as const) {
      const track = await opened(media, kind);
      expect([track.kind, track.readyState, track.enabled]).toEqual([trackKind, 'live', true]);
      expect(track.label).not.toBe('');
      const ids = (await media.devices()).filter((device) => device.kind === kind).map(({ id }) => id);
      expect(ids).toContain(track.getSettings().deviceId);
      track.stop();
    }
  });

  it('opens both of the same moment, each for itself', async () => {
    const media = make();
    const [sound, picture] = await Promise.all([opened(media, 'microphone'), opened(media, 'camera')]);
    expect([sound.kind, picture.kind]).toEqual(['audio', 'video']);
    sound.stop();
    expect(picture.readyState).toBe('live');
    picture.stop();
  });

  it('opens the same one twice, as two tracks', async () => {
    const media = make();
    const [one, two] = await Promise.all([opened(media, 'camera'), opened(media, 'camera')]);
    expect(one.id).not.toBe(two.id);
    one.stop();
    expect(two.readyState).toBe('live');
    two.stop();
  });

  it('opens the device that was chosen, and another one when that is gone', async () => {
    const media = make();
    const devices = await media.devices();
    for (const kind of ['camera', 'microphone'] as const) {
      for (const { id } of devices.filter((device) => device.kind === kind)) {
        const chosen = await opened(media, kind, id);
        expect(chosen.getSettings().deviceId).toBe(id);
        chosen.stop();
      }
    }
    const fallback = await opened(media, 'camera', 'a device that was sold');
    expect(fallback.readyState).toBe('live');
    expect(fallback.getSettings().deviceId).not.toBe('a device that was sold');
    fallback.stop();
  });

  it('names its devices once there is permission', async () => {
    const media = make();
    (await opened(media, 'camera')).stop();
    const devices = await media.devices();
    expect(devices.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['microphone', 'camera']));
    for (const { id, label } of devices) expect([typeof id, label === '']).toEqual(['string', false]);
  });

  it('lists each device once, and at most one default of a kind', async () => {
    const media = make();
    (await opened(media, 'microphone')).stop();
    const devices = await media.devices();
    const names = devices.map(({ kind, id }) => `${kind} ${id}`);
    expect(new Set(names).size).toBe(names.length);
    const defaults = devices.filter(({ isDefault }) => isDefault).map(({ kind }) => kind);
    expect(defaults).toContain('microphone');
    expect(new Set(defaults).size).toBe(defaults.length);
  });

  it('opens a microphone with the processing that is asked for', async () => {
    const media = make();
    for (const echoCancellation of [false, true]) {
      const processing = { echoCancellation, noiseSuppression: !echoCancellation, autoGainControl: false };
      const result = await media.open('microphone', { processing });
      if (!result.ok) throw result.error;
      expect(result.value.getSettings()).toMatchObject(processing);
      result.value.stop();
    }
  });

  it('gives a camera that looks the way that is asked for, or says that there is none', async () => {
    for (const facing of ['user', 'environment'] as const) {
      const result = await make().open('camera', { facing });
      if (result.ok) {
        expect(result.value.getSettings().facingMode).toBe(facing);
        result.value.stop();
      } else expect(result.error.code).toBe('media/missing');
    }
  });

  it('says nothing of an end that we made ourselves; a silent track is still live', async () => {
    const track = await opened(make(), 'microphone');
    let ended = 0;
    track.addEventListener('ended', () => (ended += 1));
    track.enabled = false;
    expect(track.readyState).toBe('live');
    track.stop();
    track.stop();
    expect([track.readyState, ended]).toEqual(['ended', 0]);
  });

  it('measures a microphone, also while it is silenced, and lets the device go afterwards', async () => {
    const media = make();
    const track = await opened(media, 'microphone');
    track.enabled = false;
    await click();
    const meter = media.measure(track);
    await eventually(() => expect(meter.read()).toBeGreaterThan(0));
    expect(meter.read()).toBeLessThanOrEqual(1);
    meter[Symbol.dispose]();
    expect(meter.read()).toBeUndefined();
    expect([track.readyState, track.enabled]).toEqual(['live', false]);
    track.stop();
  });

  it('gives a screen, live, with what is on it told to the encoder', async () => {
    const media = make();
    expect(media.canShareScreen).toBe(true);
    for (const content of ['text', 'motion'] as const) {
      await click();
      const result = await media.openScreen(content);
      const { picture, sound } = (result.ok && result.value) || {};
      expect([picture?.kind, picture?.readyState, picture?.contentHint]).toEqual(['video', 'live', content]);
      expect([sound?.kind, sound?.readyState]).toEqual(['audio', 'live']);
      let ended = 0;
      for (const track of [picture, sound]) {
        track?.addEventListener('ended', () => (ended += 1));
        track?.stop();
      }
      expect([picture?.readyState, sound?.readyState, ended]).toEqual(['ended', 'ended', 0]);
    }
  });

  it('changes the hint of a screen that is shared, as often as wanted', async () => {
    const media = make();
    await click();
    const result = await media.openScreen('text');
    const picture = result.ok ? result.value?.picture : undefined;
    for (const content of ['motion', 'text', 'motion'] as const) {
      if (picture) media.hintScreen(picture, content);
      expect([picture?.contentHint, picture?.readyState]).toEqual([content, 'live']);
    }
    picture?.stop();
  });

  it('makes streams of tracks', async () => {
    const media = make();
    const track = await opened(media, 'camera');
    const [stream, empty] = [media.createStream([track]), media.createStream([])];
    expect([stream.getTracks(), empty.getTracks()]).toEqual([[track], []]);
    expect(media.createStream([track])).not.toBe(stream);
    track.stop();
  });
};
