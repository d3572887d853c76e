// Which microphone, which camera, which speaker; each shown once there is something to choose from.

import type { LocalMedia } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { SelectField } from '#ui/kit/select-field.tsx';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { MicrophoneLevel } from './microphone-level.tsx';
import css from './device-choice.module.css';

type Kind = 'microphone' | 'camera' | 'speaker';

interface Props {
  readonly media: LocalMedia;
  /** The level stands right under the microphone; where it is shown elsewhere, not here as well. */
  readonly showsLevel?: boolean;
}

const numbered = (kind: Kind, number: number): string => {
  if (kind === 'speaker') return t('device.speakerNumber', { number });
  return kind === 'microphone' ? t('device.microphoneNumber', { number }) : t('device.cameraNumber', { number });
};

/** Browsers give no names, and at times no ids, before they were allowed: then a number has to do. */
const optionsOf = (media: LocalMedia, kind: Kind) =>
  media.devices.value
    .filter((device) => device.kind === kind && device.id !== '')
    .map(({ id, label }, index) => ({ value: id, label: label || numbered(kind, index + 1) }));

const Choice = ({ media, kind, label }: Props & { readonly kind: 'microphone' | 'camera'; readonly label: string }) => {
  const options = optionsOf(media, kind);
  const state = media[kind].value;
  if (options.length === 0) return null;
  return (
    <SelectField
      label={label}
      value={state.is === 'on' ? state.deviceId : (options[0]?.value ?? '')}
      options={options}
      onChoose={(id) => void media.choose(kind, id)}
    />
  );
};

/** Chromium lists the system's own choice as a device of its own, other browsers don't: here it is always the first. */
const systemsOwn = new Set(['default', 'communications']);

const SpeakerChoice = ({ media }: Props) => {
  const options = optionsOf(media, 'speaker').filter(({ value }) => !systemsOwn.has(value));
  if (options.length === 0) return null;
  return (
    <SelectField
      label={t('device.speaker')}
      value={media.speaker.value}
      options={[{ value: '', label: t('device.speakerSystem') }, ...options]}
      onChoose={(id) => void media.choose('speaker', id)}
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
      {canChooseSpeaker && <SpeakerChoice media={media} />}
    </div>
  );
};
