// Which microphone and which camera; shown once there is something to choose from.

import type { LocalMedia } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { SelectField } from '#ui/kit/select-field.tsx';
import css from './device-choice.module.css';

type Kind = 'microphone' | 'camera';

interface Props {
  readonly media: LocalMedia;
}

/** Browsers give no names, and at times no ids, before they were allowed: then a number has to do. */
const optionsOf = (media: LocalMedia, kind: Kind) =>
  media.devices.value
    .filter((device) => device.kind === kind && device.id !== '')
    .map(({ id, label }, index) => ({ value: id, label: label || numbered(kind, index + 1) }));

const numbered = (kind: Kind, number: number): string =>
  kind === 'microphone' ? t('device.microphoneNumber', { number }) : t('device.cameraNumber', { number });

const Choice = ({ media, kind, label }: Props & { readonly kind: Kind; readonly label: string }) => {
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

export const DeviceChoice = ({ media }: Props) => (
  <div class={css['choice']} role="group" aria-label={t('greenRoom.devices')}>
    <Choice media={media} kind="microphone" label={t('device.microphone')} />
    <Choice media={media} kind="camera" label={t('device.camera')} />
  </div>
);
