// What can be chosen as microphone, camera or speaker, for menus and fields alike.

import type { LocalMedia } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface DeviceOption {
  /** '' follows the system. */
  readonly id: string;
  readonly label: string;
  readonly isOn: boolean;
}

const numbered = {
  microphone: 'device.microphoneNumber',
  camera: 'device.cameraNumber',
  speaker: 'device.speakerNumber',
} as const;

/** Chromium lists the system's own choice as a device, other browsers don't: here it is always the first. */
const systemsOwn = new Set(['', 'default', 'communications']);

/** Nothing to choose: none. Cameras have no default of the system, and of one microphone there is no choice. */
export const deviceOptions = (media: LocalMedia, kind: DeviceKind): readonly DeviceOption[] => {
  // Browsers give no names, and at times no ids, before they were allowed: then a number has to do.
  const devices = media.devices.value
    .filter((device) => device.kind === kind && !systemsOwn.has(device.id))
    .map(({ id, label, isDefault }, index) => ({
      id,
      label: label || t(numbered[kind], { number: index + 1 }),
      isDefault: isDefault === true,
    }));
  const state = kind === 'speaker' ? undefined : media[kind].value;
  const used = state?.is === 'on' ? state.deviceId : '';
  const wanted = media.chosen[kind].value;
  const hasSystem = kind === 'speaker' ? devices.length > 0 : kind === 'microphone' && devices.length > 1;
  // Where the wanted one is not there, another stands in for it; the list shows the one that is heard or seen.
  const on = hasSystem && (wanted === '' || kind === 'speaker') ? wanted : used || wanted || devices[0]?.id;
  const own = devices.find(({ id, isDefault }) => isDefault || (wanted === '' && id === used));
  const system = { id: '', label: own ? t('device.systemNamed', { device: own.label }) : t('device.system') };
  return [...(hasSystem ? [system] : []), ...devices].map(({ id, label }) => ({ id, label, isOn: id === on }));
};
