// Which microphone, which camera, which speaker; each shown once there is something to choose from.

import type { LocalMedia } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { SelectField } from '#ui/kit/select-field.tsx';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { deviceOptions, type DeviceKind } from './device-options.ts';
import { MicrophoneLevel } from './microphone-level.tsx';
import css from './device-choice.module.css';

interface Props {
  readonly media: LocalMedia;
  /** The level stands right under the microphone; where it is shown elsewhere, not here as well. */
  readonly showsLevel?: boolean;
}

interface ChoiceProps extends Pick<Props, 'media'> {
  readonly kind: DeviceKind;
  readonly label: string;
}

const Choice = ({ media, kind, label }: ChoiceProps) => {
  const options = deviceOptions(media, kind);
  if (options.length === 0) return null;
  return (
    <SelectField
      label={label}
      value={options.find(({ isOn }) => isOn)?.id ?? ''}
      options={options.map((option) => ({ value: option.id, label: option.label }))}
      onChoose={(id) => void media.choose(kind, id)}
    />
  );
};

export const DeviceChoice = ({ media, showsLevel = false }: Props) => {
  const { canChooseSpeaker } = useScreenPorts();
  return (
    <div class={css['choice']} role="group" aria-label={t('greenRoom.devices')}>
      <Choice media={media} kind="camera" label={t('device.camera')} />
      <div class={css['heard']}>
        <Choice media={media} kind="microphone" label={t('device.microphone')} />
        {showsLevel && <MicrophoneLevel media={media} />}
      </div>
      {canChooseSpeaker && <Choice media={media} kind="speaker" label={t('device.speaker')} />}
    </div>
  );
};
