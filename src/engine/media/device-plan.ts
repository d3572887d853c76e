// Decides what a change of the device list means for what is in use. All pure.

import type { Device, DeviceKind } from '#core/ports/media.ts';

/** A list that says which devices there are: before permission they have no ids. */
const idsOf = (devices: readonly Device[], kind: DeviceKind): string[] =>
  devices.flatMap((device) => (device.kind === kind && device.id !== '' ? [device.id] : []));

const defaultOf = (devices: readonly Device[], kind: DeviceKind): Device | undefined =>
  devices.find((device) => device.kind === kind && device.isDefault);

/** The device that a track is of. Chromium calls the system's default by its role, which is not in the list. */
export const deviceOf = (devices: readonly Device[], kind: DeviceKind, trackDeviceId: string): Device | undefined =>
  devices.find(({ id, kind: own }) => own === kind && id === trackDeviceId) ??
  (trackDeviceId === 'default' ? defaultOf(devices, kind) : undefined);

export interface Change {
  readonly kind: DeviceKind;
  readonly before: readonly Device[];
  readonly after: readonly Device[];
}

/** Devices that are there now and were not; none while the list before did not say. */
export const pluggedIn = ({ kind, before, after }: Change): string[] => {
  const known = idsOf(before, kind);
  return idsOf(after, kind).filter((id) => !known.includes(id));
};

/**
 * Whether what is open should be opened anew: the wanted device has come back, or the system has another default and
 * nothing else is wanted ('' ). Only a change counts: a browser that gives another device than asked is not asked again.
 */
export const isOutdated = (change: Change, wanted: string, used: string): boolean => {
  const { kind, before, after } = change;
  if (idsOf(before, kind).length === 0) return false;
  if (wanted) return wanted !== used && pluggedIn(change).includes(wanted);
  const [old, now] = [defaultOf(before, kind), defaultOf(after, kind)];
  return old !== undefined && now !== undefined && old.id !== now.id;
};

export interface Use {
  /** Devices that are open or play, and devices that will be when they are wanted. */
  readonly taken: readonly string[];
  /** Ids that were offered before. */
  readonly offered: ReadonlySet<string>;
}

/** What stands in one housing with a microphone is offered with it. */
const isHeadset = (devices: readonly Device[], { kind, groupId }: Device): boolean =>
  kind === 'speaker' &&
  groupId !== undefined &&
  devices.some((device) => device.kind === 'microphone' && device.groupId === groupId);

/** The device to offer: a new one that nobody has chosen. Of a camera with a microphone in it only the camera. */
export const findOffer = (
  before: readonly Device[],
  after: readonly Device[],
  { taken, offered }: Use,
): Device | undefined => {
  for (const kind of ['camera', 'microphone', 'speaker'] as const) {
    // All of a kind seem new when permission tells which there are.
    const isTold = before.every((device) => device.kind !== kind || device.label !== '');
    const fresh = isTold ? pluggedIn({ kind, before, after }) : [];
    const id = fresh.find((each) => !taken.includes(each) && !offered.has(each));
    const device = after.find((each) => each.kind === kind && each.id === id);
    if (device?.label && !isHeadset(after, device)) return device;
  }
  return undefined;
};

/** The one that plays instead where the chosen speaker has gone. */
export const speakerInstead = (
  before: readonly Device[],
  after: readonly Device[],
  chosen: string,
): Device | undefined => {
  const wasThere = deviceOf(before, 'speaker', chosen) !== undefined;
  return wasThere && !deviceOf(after, 'speaker', chosen) ? defaultOf(after, 'speaker') : undefined;
};

/** The speaker in the same housing as a microphone: who takes the headset wants both. */
export const speakerBeside = (devices: readonly Device[], { kind, groupId }: Device): Device | undefined =>
  kind === 'microphone' && groupId
    ? devices.find((device) => device.kind === 'speaker' && device.groupId === groupId)
    : undefined;
