// Turns the microphone or the camera on and off.

import { t } from '#ui/i18n/t.ts';
import { RoundButton } from './round-button.tsx';

interface Props {
  readonly 'aria-keyshortcuts'?: string;
  readonly kind: 'microphone' | 'camera';
  readonly isOn: boolean;
  readonly hasProblem: boolean;
  onToggle(isOn: boolean): void;
}

const labelOf = (kind: Props['kind'], isOn: boolean): string => {
  if (kind === 'microphone') return isOn ? t('device.microphoneOff') : t('device.microphoneOn');
  return isOn ? t('device.cameraOff') : t('device.cameraOn');
};

export const DeviceToggle = ({ kind, isOn, hasProblem, onToggle, ...rest }: Props) => (
  <RoundButton
    {...rest}
    icon={isOn ? kind : `${kind}-off`}
    look={isOn ? 'plain' : 'off'}
    label={labelOf(kind, isOn)}
    hasProblem={hasProblem}
    onClick={() => onToggle(!isOn)}
  />
);
