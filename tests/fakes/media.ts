// Microphones and cameras that a test plugs, unplugs and refuses.

import { AppError, type ErrorCode } from '#core/base/errors.ts';
import { createEmitter } from '#core/base/emitter.ts';
import { fail, ok } from '#core/base/result.ts';
import type { Device, MediaPort, ScreenTracks } from '#core/ports/media.ts';

type Kind = 'microphone' | 'camera' | 'screen' | 'screen-sound';

export interface FakeTrack extends MediaStreamTrack {
  /** How loud it is where the microphone stands, root mean square; undefined where the browser does not listen. */
  loudness: number | undefined;
  /** Pulls the plug. */
  unplug(): void;
}

export const createFakeTrack = (kind: Kind, deviceId = 'default'): FakeTrack => {
  const target = new EventTarget();
  const track = {
    kind: kind === 'camera' || kind === 'screen' ? 'video' : 'audio',
    id: crypto.randomUUID(),
    label: `Fake ${kind}`,
    readyState: 'live',
    enabled: true,
    contentHint: '',
    loudness: 0.001 as number | undefined,
    getSettings: () => ({ deviceId }),
    stop: () => {
      track.readyState = 'ended';
    },
    unplug: () => {
      track.readyState = 'ended';
      target.dispatchEvent(new Event('ended'));
    },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  };
  return track as unknown as FakeTrack;
};

export interface FakeMedia extends MediaPort {
  /** From now on, opening `kind` fails with `code`; undefined lets it succeed again. */
  refuse(kind: 'microphone' | 'camera' | 'screen', code: ErrorCode | undefined): void;
  readonly opened: readonly FakeTrack[];
  /** The device that each opening asked for. */
  readonly wishes: readonly (string | undefined)[];
  /** How the person answers the next questions for a screen: with sound, without, or not at all. */
  screenAnswer: 'with-sound' | 'silent' | 'cancel';
  /** Screens that were given, the last one last. */
  readonly screens: readonly (ScreenTracks & { readonly picture: FakeTrack; readonly sound: FakeTrack | null })[];
  /** How many microphones are listened to. */
  meters(): number;
  /** A further device. */
  plug(device: Device): void;
}

export const createFakeMedia = (): FakeMedia => {
  const refused = new Map<string, ErrorCode>();
  const opened: FakeTrack[] = [];
  const screens: FakeMedia['screens'][number][] = [];
  const wishes: (string | undefined)[] = [];
  const onDevicesChange = createEmitter<void>();
  const devices: Device[] = [
    { id: 'default', kind: 'microphone', label: 'Fake microphone' },
    { id: 'default', kind: 'camera', label: 'Fake camera' },
  ];
  let meters = 0;
  const media: FakeMedia = {
    meters: () => meters,
    measure: (microphone) => {
      meters += 1;
      let isOver = false;
      return {
        read: () => (isOver ? undefined : (microphone as FakeTrack).loudness),
        [Symbol.dispose]: () => {
          if (!isOver) meters -= 1;
          isOver = true;
        },
      };
    },
    opened,
    screens,
    screenAnswer: 'with-sound',
    canShareScreen: true,
    wishes,
    plug: (device) => {
      devices.push(device);
      onDevicesChange.emit();
    },
    refuse: (kind, code) => {
      if (code) refused.set(kind, code);
      else refused.delete(kind);
    },
    open: async (kind, { deviceId }) => {
      wishes.push(deviceId);
      const code = refused.get(kind);
      if (code) return fail(new AppError(code, { kind }));
      // One that is gone falls back to the default.
      const isThere = devices.some((device) => device.kind === kind && device.id === deviceId);
      const track = createFakeTrack(kind, isThere ? deviceId : undefined);
      opened.push(track);
      return ok(track);
    },
    openScreen: async (content) => {
      const code = refused.get('screen');
      if (code) return fail(new AppError(code, { kind: 'screen' }));
      // Later than in the same turn: a person has to answer.
      await new Promise((resolve) => setImmediate(resolve));
      if (media.screenAnswer === 'cancel') return ok(undefined);
      const sound = media.screenAnswer === 'with-sound' ? createFakeTrack('screen-sound') : null;
      const screen = { picture: createFakeTrack('screen'), sound };
      screen.picture.contentHint = content;
      screens.push(screen);
      return ok(screen);
    },
    hintScreen: (picture, content) => {
      picture.contentHint = content;
    },
    devices: async () => [...devices],
    onDevicesChange,
    createStream: (tracks) => ({ getTracks: () => [...tracks] }) as unknown as MediaStream,
  };
  return media;
};
