// Microphone, camera and shared screen of this person, and the devices to choose from.

import type { Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Device, MediaPort } from '#core/ports/media.ts';
import type { StorePort } from '#core/ports/store.ts';
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { createCapture, type Capture } from './capture.ts';
import { createOwnLevel, type OwnLevel } from './own-level.ts';
import { createScreenShare, type ScreenShare } from './screen-share.ts';

export interface LocalMediaModel extends Disposable {
  readonly microphone: Capture;
  readonly camera: Capture;
  readonly screen: ScreenShare;
  readonly ownLevel: OwnLevel;
  /** Null where there is nothing to see. */
  readonly preview: ReadonlySignal<MediaStream | null>;
  readonly screenPreview: ReadonlySignal<MediaStream | null>;
  readonly devices: ReadonlySignal<readonly Device[]>;
}

export interface LocalMediaOptions {
  readonly media: MediaPort;
  readonly store: StorePort;
  readonly clock: ClockPort;
  readonly log: Log;
}

/** Everything closed; nothing is asked for. */
export const createLocalMedia = ({ media, store, clock, log }: LocalMediaOptions): LocalMediaModel => {
  const scope = createScope();
  const shared = { media, store, log };
  const microphone = scope.use(createCapture({ ...shared, kind: 'microphone', releasesWhenOff: false }));
  const camera = scope.use(createCapture({ ...shared, kind: 'camera', releasesWhenOff: true }));
  const ownLevel = scope.use(createOwnLevel({ microphone, media, clock }));
  const screen = scope.use(createScreenShare(media, log));
  const streamOf = (track: MediaStreamTrack | null) => (track ? media.createStream([track]) : null);
  const devices = signal<readonly Device[]>([]);

  const list = async (): Promise<void> => {
    const found = await media.devices();
    if (!scope.signal.aborted) devices.value = found;
  };
  scope.add(media.onDevicesChange.on(() => void list()));
  // Labels appear once there is permission.
  scope.add(
    effect(() => {
      void microphone.track.value;
      void camera.track.value;
      void list();
    }),
  );
  return {
    microphone,
    camera,
    screen,
    ownLevel,
    preview: computed(() => streamOf(camera.track.value)),
    screenPreview: computed(() => streamOf(screen.picture.value)),
    devices,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
