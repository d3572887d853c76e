// What browsers list as devices, as ours: each once, the system's default marked.

import type { Device, DeviceKind } from '#core/ports/media.ts';

type Listed = Pick<MediaDeviceInfo, 'deviceId' | 'groupId' | 'kind' | 'label'>;

const kinds: Readonly<Record<string, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** Chromium lists devices again under their role, with the role in front of the label: "Default - Headset". */
const roles = ['default', 'communications'];
const isRole = ({ deviceId }: Listed): boolean => roles.includes(deviceId);

const isSameDevice = (role: Listed, device: Listed): boolean =>
  role.groupId === device.groupId && role.label.endsWith(device.label);

const devicesOfKind = (all: readonly Listed[], name: string): Device[] => {
  const kind = kinds[name];
  if (!kind) return [];
  const listed = all.filter((each) => each.kind === name);
  const own = listed.filter((each) => !isRole(each));
  const role = listed.find(({ deviceId }) => deviceId === 'default');
  const match = role && own.find((device) => isSameDevice(role, device));
  // A default that is none of the others is one more device.
  const devices = role && !match ? [role, ...own] : own;
  // Firefox and Safari list it first (W3C Media Capture, enumerateDevices); cameras have none that could change.
  const isDefault = kind === 'camera' ? undefined : (match ?? devices[0]);
  return devices.map((device) => ({
    id: device.deviceId,
    kind,
    label: device.label,
    ...(device === isDefault ? { isDefault: true } : {}),
    ...(device.groupId ? { groupId: device.groupId } : {}),
  }));
};

/** The devices of all kinds; what is of a kind that we don't know is left out. */
export const devicesOf = (all: readonly Listed[]): readonly Device[] =>
  Object.keys(kinds).flatMap((name) => devicesOfKind(all, name));
