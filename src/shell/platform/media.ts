// The browser's cameras and microphones. The one place that knows getUserMedia.

import { AppError } from '#core/base/errors.ts';
import { createEmitter } from '#core/base/emitter.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { createScope } from '#core/base/scope.ts';
import type { CaptureOptions, Device, MediaPort } from '#core/ports/media.ts';
import { createLoudnessMeter } from './loudness-meter.ts';
import { mediaErrorOf } from './media-errors.ts';
import { canShareScreen, hintScreen, openScreen } from './screen.ts';

type CaptureKind = 'microphone' | 'camera';

/** 16:9 at 720p where the camera can; `ideal` only, so that every camera will do. */
const cameraConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

const constraintsOf = (kind: CaptureKind, deviceId: string | undefined): MediaTrackConstraints => ({
  ...(kind === 'camera'
    ? cameraConstraints
    : { echoCancellation: true, noiseSuppression: true, autoGainControl: true }),
  // `ideal`: a device that is gone falls back to the system's default.
  ...(deviceId ? { deviceId: { ideal: deviceId } } : {}),
});

const nameOf = (kind: CaptureKind): 'audio' | 'video' => (kind === 'camera' ? 'video' : 'audio');

interface Wish {
  readonly kind: CaptureKind;
  readonly options: CaptureOptions;
  settle(result: Result<MediaStreamTrack, AppError>): void;
}

const openOne = async ({ kind, options, settle }: Wish): Promise<void> => {
  const constraints = { [nameOf(kind)]: constraintsOf(kind, options.deviceId) };
  try {
    const [track] = (await navigator.mediaDevices.getUserMedia(constraints)).getTracks();
    settle(track ? ok(track) : fail(new AppError('media/missing', { kind })));
  } catch (error) {
    settle(fail(mediaErrorOf(error, kind)));
  }
};

/** Both at once means one question to the person instead of two; if that fails, each is tried for itself. */
const openTogether = async (microphone: Wish, camera: Wish): Promise<void> => {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: constraintsOf('microphone', microphone.options.deviceId),
      video: constraintsOf('camera', camera.options.deviceId),
    });
    const [sound] = stream.getAudioTracks();
    const [picture] = stream.getVideoTracks();
    if (!sound || !picture) throw new DOMException('', 'NotFoundError');
    microphone.settle(ok(sound));
    camera.settle(ok(picture));
  } catch {
    await openOne(microphone);
    await openOne(camera);
  }
};

const kinds: Readonly<Record<string, Device['kind']>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** Works on insecure origins, too: there every opening fails with app/insecure-origin. */
export const createMedia = (): MediaPort & Disposable => {
  const scope = createScope();
  const onDevicesChange = createEmitter<void>();
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  let wishes: Wish[] = [];
  if (devices) scope.listen(devices, 'devicechange', () => onDevicesChange.emit());

  const openAll = (): void => {
    const all = wishes;
    wishes = [];
    const microphone = all.find(({ kind }) => kind === 'microphone');
    const camera = all.find(({ kind }) => kind === 'camera');
    if (microphone && camera) void openTogether(microphone, camera);
    for (const wish of all) if (!(microphone && camera) || (wish !== microphone && wish !== camera)) void openOne(wish);
  };

  return {
    open: (kind, options) =>
      new Promise((resolve) => {
        if (!devices) return resolve(fail(new AppError('app/insecure-origin', { kind })));
        wishes.push({ kind, options, settle: resolve });
        // Wishes of the same moment are asked for together.
        if (wishes.length === 1) setTimeout(openAll, 0);
      }),
    canShareScreen: canShareScreen(devices),
    openScreen: (content) => openScreen(devices, content),
    hintScreen,
    measure: createLoudnessMeter,
    devices: async () => {
      const found = (await devices?.enumerateDevices().catch(() => [])) ?? [];
      return found.flatMap(({ deviceId, kind, label }) => {
        const own = kinds[kind];
        return own ? [{ id: deviceId, kind: own, label }] : [];
      });
    },
    onDevicesChange,
    createStream: (tracks) => new MediaStream([...tracks]),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
