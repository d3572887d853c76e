// Microphone and camera of this person, and the devices to choose from.

import type { Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { Device, MediaPort } from '#core/ports/media.ts';
import type { StorePort } from '#core/ports/store.ts';
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { createCapture, type Capture } from './capture.ts';

export interface LocalMediaModel extends Disposable {
  readonly microphone: Capture;
  readonly camera: Capture;
  readonly preview: ReadonlySignal<MediaStream | null>;
  readonly devices: ReadonlySignal<readonly Device[]>;
}

/** Everything closed; nothing is asked for. */
export const createLocalMedia = (media: MediaPort, store: StorePort, log: Log): LocalMediaModel => {
  const scope = createScope();
  const shared = { media, store, log };
  const microphone = scope.use(createCapture({ ...shared, kind: 'microphone', releasesWhenOff: false }));
  const camera = scope.use(createCapture({ ...shared, kind: 'camera', releasesWhenOff: true }));
  const preview = computed(() => (camera.track.value ? media.createStream([camera.track.value]) : null));
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
  return { microphone, camera, preview, devices, [Symbol.dispose]: () => scope[Symbol.dispose]() };
};
