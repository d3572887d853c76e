// What is said when a microphone or camera can't be had.

import type { CaptureState, LocalMedia } from '#engine/call/api.ts';
import type { ErrorCode } from '#core/base/errors.ts';
import { errorText, t } from '#ui/i18n/t.ts';

export interface DeviceTrouble {
  /** Changes when the trouble does, so that a dismissed one stays away and a new one shows. */
  readonly key: string;
  readonly code: ErrorCode;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

const codeOf = (state: CaptureState): ErrorCode | undefined => (state.is === 'failed' ? state.error.code : undefined);

const troubleOf = (device: string, code: ErrorCode): DeviceTrouble => ({
  key: `${device}:${code}`,
  code,
  title: t('device.problem', { device, title: errorText(code, 'title') }),
  why: errorText(code, 'why'),
  fix: errorText(code, 'fix'),
});

/** The troubles with both devices, as one when they are the same. */
export const deviceTroubles = ({ microphone, camera }: LocalMedia): readonly DeviceTrouble[] => {
  const [heard, seen] = [codeOf(microphone.value), codeOf(camera.value)];
  if (heard && heard === seen) return [troubleOf(t('device.both'), heard)];
  const troubles: DeviceTrouble[] = [];
  if (heard) troubles.push(troubleOf(t('device.microphone'), heard));
  if (seen) troubles.push(troubleOf(t('device.camera'), seen));
  return troubles;
};

/** Phones have a second camera at the back; elsewhere nobody knows which way a camera looks. */
export const canFlip = ({ facing, devices }: LocalMedia): boolean =>
  facing.value !== undefined && devices.value.filter(({ kind }) => kind === 'camera').length > 1;

/** True when the person wants the device and has it, or waits for it. */
export const isWanted = (state: CaptureState): boolean => state.is === 'on' || state.is === 'opening';
