// Microphones, cameras and screens that a test plugs, unplugs and refuses.

import { AppError, type ErrorCode } from '#core/base/errors.ts';
import { createEmitter } from '#core/base/emitter.ts';
import { fail, ok } from '#core/base/result.ts';
import type { CaptureOptions, Device, Facing, MediaPort, ScreenTracks } from '#core/ports/media.ts';

type Kind = 'microphone' | 'camera' | 'screen' | 'screen-sound';

export interface FakeTrack extends MediaStreamTrack {
  /** How loud it is where the microphone stands, root mean square; undefined where the browser does not listen. */
  loudness: number | undefined;
  /** Pulls the plug. */
  unplug(): void;
}

export const createFakeTrack = (kind: Kind, settings: MediaTrackSettings = { deviceId: 'default' }): FakeTrack => {
  const target = new EventTarget();
  const track = {
    kind: kind === 'camera' || kind === 'screen' ? 'video' : 'audio',
    id: crypto.randomUUID(),
    label: `Fake ${kind}`,
    readyState: 'live',
    enabled: true,
    contentHint: '',
    loudness: 0.001 as number | undefined,
    getSettings: () => settings,
    // As in Chromium: no error, and what is open stays as it is.
    applyConstraints: async () => {},
    clone: (): FakeTrack => Object.assign(createFakeTrack(kind, settings), { contentHint: track.contentHint }),
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
  /** What each opening asked for. */
  readonly wishes: readonly CaptureOptions[];
  /** How the person answers the next questions for a screen: with sound, without, or not at all. */
  screenAnswer: 'with-sound' | 'silent' | 'cancel';
  /** Screens that were given, the last one last. */
  readonly screens: readonly (ScreenTracks & { readonly picture: FakeTrack; readonly sound: FakeTrack | null })[];
  /** How many microphones are listened to. */
  meters(): number;
  /** A further device, which may look some way. */
  plug(device: Device, facing?: Facing): void;
  unplug(kind: Device['kind'], id: string): void;
  /** The system's choice. */
  makeDefault(kind: Device['kind'], id: string): void;
  /** Only one camera at a time, as on some phones. */
  isOneCameraOnly: boolean;
}

/** What is plugged in: which device an opening gets, and which tracks end with it. */
const createRack = (opened: readonly FakeTrack[], onDevicesChange: () => void) => {
  let devices: Device[] = [
    { id: 'default', kind: 'microphone', label: 'Fake microphone', isDefault: true },
    { id: 'default', kind: 'camera', label: 'Fake camera' },
  ];
  const facings = new Map<string, Facing>();
  return {
    list: () => devices,
    facingOf: (id: string) => facings.get(id),
    pick: (kind: Device['kind'], { deviceId, facing }: CaptureOptions): Device | undefined => {
      const own = devices.filter((device) => device.kind === kind);
      if (facing) return own.find(({ id }) => facings.get(id) === facing);
      return own.find(({ id }) => id === deviceId) ?? own.find(({ isDefault }) => isDefault) ?? own[0];
    },
    plug: (device: Device, facing?: Facing): void => {
      devices = [...devices, device];
      if (facing) facings.set(device.id, facing);
      onDevicesChange();
    },
    unplug: (kind: Device['kind'], id: string): void => {
      devices = devices.filter((device) => device.kind !== kind || device.id !== id);
      const trackKind = kind === 'camera' ? 'video' : 'audio';
      for (const track of opened)
        if (track.kind === trackKind && track.getSettings().deviceId === id && track.readyState === 'live')
          track.unplug();
      onDevicesChange();
    },
    makeDefault: (kind: Device['kind'], id: string): void => {
      devices = devices.map(({ isDefault, ...device }) => {
        const isIt = device.kind === kind ? device.id === id : isDefault;
        return { ...device, ...(isIt ? { isDefault: true } : {}) };
      });
      onDevicesChange();
    },
  };
};

const createFakeScreens = (screens: FakeMedia['screens'][number][]) => ({
  open: async (answer: FakeMedia['screenAnswer'], content: string) => {
    // Later than in the same turn: a person has to answer.
    await new Promise((resolve) => setImmediate(resolve));
    if (answer === 'cancel') return undefined;
    const screen = {
      picture: createFakeTrack('screen'),
      sound: answer === 'with-sound' ? createFakeTrack('screen-sound') : null,
    };
    screen.picture.contentHint = content;
    screens.push(screen);
    return screen;
  },
});

export const createFakeMedia = (): FakeMedia => {
  const refused = new Map<string, ErrorCode>();
  const opened: FakeTrack[] = [];
  const screens: FakeMedia['screens'][number][] = [];
  const wishes: CaptureOptions[] = [];
  const onDevicesChange = createEmitter<void>();
  const rack = createRack(opened, () => onDevicesChange.emit());
  const screenSource = createFakeScreens(screens);
  let meters = 0;
  const isCameraOpen = (): boolean => opened.some(({ kind, readyState }) => kind === 'video' && readyState === 'live');
  const media: FakeMedia = {
    opened,
    screens,
    wishes,
    screenAnswer: 'with-sound',
    canShareScreen: true,
    isOneCameraOnly: false,
    meters: () => meters,
    plug: rack.plug,
    unplug: rack.unplug,
    makeDefault: rack.makeDefault,
    refuse: (kind, code) => {
      if (code) refused.set(kind, code);
      else refused.delete(kind);
    },
    open: async (kind, options) => {
      wishes.push(options);
      const isBusy = kind === 'camera' && media.isOneCameraOnly && isCameraOpen();
      const device = rack.pick(kind, options);
      const code = refused.get(kind) ?? (isBusy ? 'media/in-use' : device ? undefined : 'media/missing');
      if (code || !device) return fail(new AppError(code ?? 'media/missing', { kind }));
      const facingMode = rack.facingOf(device.id);
      const track = createFakeTrack(kind, {
        deviceId: device.id,
        ...(kind === 'microphone' ? options.processing : {}),
        ...(facingMode ? { facingMode } : {}),
      });
      opened.push(track);
      return ok(track);
    },
    openScreen: async (content) => {
      const code = refused.get('screen');
      return code ? fail(new AppError(code)) : ok(await screenSource.open(media.screenAnswer, content));
    },
    hintScreen: (picture, content) => {
      picture.contentHint = content;
    },
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
    devices: async () => [...rack.list()],
    onDevicesChange,
    createStream: (tracks) => ({ getTracks: () => [...tracks] }) as unknown as MediaStream,
  };
  return media;
};
