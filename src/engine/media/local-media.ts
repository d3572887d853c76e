// Microphone, camera and shared screen of this person, and the devices to choose from.

import type { Log } from '#core/base/log.ts';
import { createEmitter, type News } from '#core/base/emitter.ts';
import { createScope, type Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Device, DeviceKind, Facing, MediaPort, SoundProcessing } from '#core/ports/media.ts';
import type { StorePort } from '#core/ports/store.ts';
import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import * as v from 'valibot';
import { createCapture, facingOf, type Capture, type CaptureState } from './capture.ts';
import { deviceOf, findOffer, speakerBeside, speakerInstead } from './device-plan.ts';
import { createKept, readId } from './kept.ts';
import { createOwnLevel, type OwnLevel } from './own-level.ts';
import { createScreenShare, type ScreenShare } from './screen-share.ts';

export interface LocalMediaModel extends Disposable {
  readonly microphone: Capture;
  readonly camera: Capture;
  readonly screen: ScreenShare;
  readonly ownLevel: OwnLevel;
  /** The states of both, with the device as it stands in `devices`. */
  readonly shown: Readonly<Record<'microphone' | 'camera', ReadonlySignal<CaptureState>>>;
  /** Null where there is nothing to see. */
  readonly preview: ReadonlySignal<MediaStream | null>;
  readonly screenPreview: ReadonlySignal<MediaStream | null>;
  readonly devices: ReadonlySignal<readonly Device[]>;
  readonly facing: ReadonlySignal<Facing | undefined>;
  /** The chosen one, '' while it is not there. */
  readonly speaker: ReadonlySignal<string>;
  /** The chosen speaker is gone, and the one of this name plays in its place. */
  readonly onSpeakerReplaced: News<string>;
  readonly chosen: Readonly<Record<DeviceKind, ReadonlySignal<string>>>;
  readonly processing: ReadonlySignal<SoundProcessing>;
  readonly offeredDevice: ReadonlySignal<Device | undefined>;
  choose(kind: DeviceKind, deviceId: string): Promise<void>;
  answerOffer(isTaken: boolean): Promise<void>;
  setProcessing(change: Partial<SoundProcessing>): Promise<void>;
}

export interface LocalMediaOptions {
  readonly media: MediaPort;
  readonly store: StorePort;
  readonly clock: ClockPort;
  readonly log: Log;
}

const fullProcessing: SoundProcessing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const processingSchema = v.object({
  echoCancellation: v.boolean(),
  noiseSuppression: v.boolean(),
  autoGainControl: v.boolean(),
});
const readProcessing = (kept: unknown): SoundProcessing | undefined => {
  const parsed = v.safeParse(processingSchema, kept);
  return parsed.success ? parsed.output : undefined;
};

/** Keeps the list of devices, lets both captures follow it, and says what is new. */
const watchDevices = (
  media: MediaPort,
  captures: Readonly<Record<'microphone' | 'camera', Capture>>,
  speaker: ReadonlySignal<string>,
  scope: Scope,
) => {
  const kinds = ['microphone', 'camera'] as const;
  const devices = signal<readonly Device[]>([]);
  const offeredDevice = signal<Device | undefined>(undefined);
  const onSpeakerReplaced = createEmitter<string>();
  const offered = new Set<string>();
  let reading = 0;
  let isListed = false;

  const offer = (before: readonly Device[], after: readonly Device[]): void => {
    const taken = kinds.flatMap((kind) => {
      const { chosen, track } = captures[kind];
      const id = track.peek()?.getSettings().deviceId ?? '';
      return [chosen.peek(), deviceOf(after, kind, id)?.id ?? ''];
    });
    taken.push(speaker.peek() || (after.find(({ kind, isDefault }) => kind === 'speaker' && isDefault)?.id ?? ''));
    const found = findOffer(before, after, { taken, offered });
    if (found) offered.add(found.id);
    const old = offeredDevice.peek();
    const isOldThere =
      old && !taken.includes(old.id) && after.some(({ id, kind }) => id === old.id && kind === old.kind);
    offeredDevice.value = found ?? (isOldThere ? old : undefined);
  };

  const list = async (): Promise<void> => {
    const own = ++reading;
    const found = await media.devices();
    if (scope.signal.aborted || own !== reading) return;
    // What is there from the start was not plugged in.
    const before = isListed ? devices.peek() : found;
    isListed = true;
    devices.value = found;
    const instead = speakerInstead(before, found, speaker.peek());
    if (instead) onSpeakerReplaced.emit(instead.label);
    await Promise.all(kinds.map((kind) => captures[kind].follow(before, found)));
    if (!scope.signal.aborted) offer(before, found);
  };
  scope.add(media.onDevicesChange.on(() => void list()));
  // Labels appear once there is permission.
  scope.add(
    effect(() => {
      for (const kind of kinds) void captures[kind].track.value;
      untracked(() => void list());
    }),
  );
  return { devices, offeredDevice, onSpeakerReplaced };
};

/** Everything closed; nothing is asked for. */
export const createLocalMedia = ({ media, store, clock, log }: LocalMediaOptions): LocalMediaModel => {
  const scope = createScope();
  const keptId = (kind: DeviceKind) => createKept({ store, key: `device/${kind}`, initial: '', read: readId });
  const processing = createKept({ store, key: 'sound-processing', initial: fullProcessing, read: readProcessing });
  const chosenSpeaker = keptId('speaker');
  const captureOf = (kind: 'microphone' | 'camera'): Capture => {
    const more = kind === 'microphone' ? { releasesWhenOff: false, processing } : { releasesWhenOff: true };
    return scope.use(createCapture({ kind, media, log, chosen: keptId(kind), ...more }));
  };
  const microphone = captureOf('microphone');
  const camera = captureOf('camera');
  const screen = scope.use(createScreenShare(media, log));
  const watched = watchDevices(media, { microphone, camera }, chosenSpeaker.value, scope);
  const { devices, offeredDevice } = watched;
  const streamOf = (track: MediaStreamTrack | null) => (track ? media.createStream([track]) : null);
  const shownOf = (kind: 'microphone' | 'camera', { state }: Capture) =>
    computed((): CaptureState => {
      const now = state.value;
      const device = now.is === 'on' ? deviceOf(devices.value, kind, now.deviceId) : undefined;
      return device ? { is: 'on', deviceId: device.id, label: device.label } : now;
    });

  const choose: LocalMediaModel['choose'] = async (kind, deviceId) => {
    if (kind === 'speaker') chosenSpeaker.set(deviceId);
    else await (kind === 'microphone' ? microphone : camera).choose(deviceId);
  };
  return {
    microphone,
    camera,
    screen,
    ownLevel: scope.use(createOwnLevel({ microphone, media, clock })),
    shown: { microphone: shownOf('microphone', microphone), camera: shownOf('camera', camera) },
    preview: computed(() => streamOf(camera.track.value)),
    screenPreview: computed(() => streamOf(screen.picture.value)),
    devices,
    facing: computed(() => facingOf(camera.track.value)),
    speaker: computed(() => deviceOf(devices.value, 'speaker', chosenSpeaker.value.value)?.id ?? ''),
    chosen: { microphone: microphone.chosen, camera: camera.chosen, speaker: chosenSpeaker.value },
    processing: processing.value,
    offeredDevice,
    onSpeakerReplaced: watched.onSpeakerReplaced,
    choose,
    answerOffer: async (isTaken) => {
      const device = offeredDevice.peek();
      offeredDevice.value = undefined;
      if (!device || !isTaken) return;
      const speaker = speakerBeside(devices.peek(), device);
      if (speaker) await choose('speaker', speaker.id);
      await choose(device.kind, device.id);
    },
    setProcessing: async (change) => {
      processing.set({ ...processing.value.peek(), ...change });
      await microphone.process();
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
