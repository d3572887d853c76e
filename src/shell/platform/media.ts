// The browser's cameras and microphones. The one place that knows getUserMedia.

import { AppError } from '#core/base/errors.ts';
import { createEmitter } from '#core/base/emitter.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { createScope } from '#core/base/scope.ts';
import type { CaptureOptions, MediaPort } from '#core/ports/media.ts';
import { devicesOf } from './device-list.ts';
import { createLoudnessMeter } from './loudness-meter.ts';
import { mediaErrorOf } from './media-errors.ts';
import { canShareScreen, hintScreen, openScreen } from './screen.ts';

type CaptureKind = 'microphone' | 'camera';

/** 16:9 at 720p where the camera can; `ideal` only, so that every camera will do. */
const cameraConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

const fullProcessing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

const constraintsOf = (kind: CaptureKind, { deviceId, facing, processing }: CaptureOptions): MediaTrackConstraints => ({
  ...(kind === 'camera' ? cameraConstraints : (processing ?? fullProcessing)),
  ...(facing ? { facingMode: { exact: facing } } : {}),
  // `exact`: with `ideal`, Chromium gives another one.
  ...(deviceId && !facing ? { deviceId: { exact: deviceId } } : {}),
});

const nameOf = (kind: CaptureKind): 'audio' | 'video' => (kind === 'camera' ? 'video' : 'audio');

interface Wish {
  readonly kind: CaptureKind;
  readonly options: CaptureOptions;
  settle(result: Result<MediaStreamTrack, AppError>): void;
}

const openTrack = async (kind: CaptureKind, options: CaptureOptions): Promise<Result<MediaStreamTrack, AppError>> => {
  const constraints = { [nameOf(kind)]: constraintsOf(kind, options) };
  try {
    const [track] = (await navigator.mediaDevices.getUserMedia(constraints)).getTracks();
    return track ? ok(track) : fail(new AppError('media/missing', { kind }));
  } catch (error) {
    return fail(mediaErrorOf(error, kind));
  }
};

const openOne = async ({ kind, options, settle }: Wish): Promise<void> => {
  const opened = await openTrack(kind, options);
  const isGone = !opened.ok && opened.error.code === 'media/missing' && options.deviceId && !options.facing;
  // In place of a device that is gone the system's own.
  settle(isGone ? await openTrack(kind, { ...options, deviceId: undefined }) : opened);
};

/** Both at once means one question to the person instead of two; if that fails, each is tried for itself. */
const openTogether = async (microphone: Wish, camera: Wish): Promise<void> => {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: constraintsOf('microphone', microphone.options),
      video: constraintsOf('camera', camera.options),
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
    devices: async () => devicesOf((await devices?.enumerateDevices().catch(() => [])) ?? []),
    onDevicesChange,
    createStream: (tracks) => new MediaStream([...tracks]),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
