// What the screens may know and do of this person's own devices.

import type { MediaPort } from '#core/ports/media.ts';
import type { LocalMediaModel } from '#engine/media/local-media.ts';
import type { LocalMedia } from './api.ts';

/** The model as `Call.media`. */
export const presentMedia = ({ canShareScreen }: MediaPort, model: LocalMediaModel): LocalMedia => ({
  ...model.shown,
  screen: model.screen.state,
  canShareScreen,
  screenPreview: model.screenPreview,
  speaker: model.speaker,
  chosen: model.chosen,
  processing: model.processing,
  level: model.ownLevel.level,
  isSpeaking: model.ownLevel.isSpeaking,
  isTalkingWhileMuted: model.ownLevel.isTalkingWhileMuted,
  isSilent: model.ownLevel.isSilent,
  facing: model.facing,
  offeredDevice: model.offeredDevice,
  preview: model.preview,
  devices: model.devices,
  setMicrophone: model.microphone.set,
  setCamera: model.camera.set,
  choose: model.choose,
  answerOffer: model.answerOffer,
  flipCamera: model.camera.flip,
  setProcessing: model.setProcessing,
  shareScreen: model.screen.share,
  setScreenContent: model.screen.setContent,
  stopScreen: model.screen.stop,
});
