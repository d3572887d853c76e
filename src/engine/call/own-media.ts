// What the screens may know and do of this person's own devices.

import type { MediaPort } from '#core/ports/media.ts';
import type { LocalMediaModel } from '#engine/media/local-media.ts';
import { signal } from '@preact/signals-core';
import type { LocalMedia } from './api.ts';

/** The model as `Call.media`. */
export const presentMedia = ({ canShareScreen }: MediaPort, model: LocalMediaModel): LocalMedia => ({
  microphone: model.microphone.state,
  camera: model.camera.state,
  screen: model.screen.state,
  canShareScreen,
  screenPreview: model.screenPreview,
  speaker: signal(''),
  processing: signal({ echoCancellation: true, noiseSuppression: true, autoGainControl: true }),
  level: model.ownLevel.level,
  isTalkingWhileMuted: model.ownLevel.isTalkingWhileMuted,
  isSilent: model.ownLevel.isSilent,
  facing: signal(undefined),
  offeredDevice: signal(undefined),
  preview: model.preview,
  devices: model.devices,
  setMicrophone: (isOn) => model.microphone.set(isOn),
  setCamera: (isOn) => model.camera.set(isOn),
  choose: async (kind, deviceId) => (kind === 'speaker' ? undefined : model[kind].choose(deviceId)),
  answerOffer: async () => {},
  flipCamera: async () => {},
  setProcessing: async () => {},
  shareScreen: model.screen.share,
  setScreenContent: model.screen.setContent,
  stopScreen: model.screen.stop,
});
