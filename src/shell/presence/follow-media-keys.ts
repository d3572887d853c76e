// Microphone, camera and hanging up from a headset, a lock screen or the browser's own small window.

import { effect } from '@preact/signals-core';
import type { Stop } from '#core/base/scope.ts';
import type { MediaKey, MediaKeysPort } from '#core/ports/presence.ts';
import type { Call } from '#engine/call/api.ts';

interface Options {
  readonly call: Call;
  readonly title: string;
  /** Whoever presses a key without looking hears what it did. */
  onMicrophone(isOn: boolean): void;
}

const isOn = (call: Call, kind: 'microphone' | 'camera'): boolean =>
  ['on', 'opening'].includes(call.media[kind].peek().is);

export const followMediaKeys = (keys: MediaKeysPort, { call, title, onMicrophone }: Options): Stop => {
  const { media } = call;
  const onKey = (key: MediaKey): void => {
    switch (key) {
      case 'toggle-microphone': {
        const next = !isOn(call, 'microphone');
        void media.setMicrophone(next);
        return onMicrophone(next);
      }
      case 'toggle-camera':
        return void media.setCamera(!isOn(call, 'camera'));
      case 'hang-up':
        return call.leave();
    }
  };
  const stops = [
    keys.show(title, onKey),
    effect(() => keys.setMicrophone(media.microphone.value.is === 'on')),
    effect(() => keys.setCamera(media.camera.value.is === 'on')),
  ];
  return () => stops.forEach((stop) => stop());
};
