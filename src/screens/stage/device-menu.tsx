// The devices behind a switch: which one is used, and which could be.

import type { Call } from '#engine/call/api.ts';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { t } from '#ui/i18n/t.ts';
import type { MenuItem } from '#ui/kit/menu-items.ts';
import { Menu } from '#ui/kit/menu.tsx';

type Kind = 'microphone' | 'camera' | 'speaker';

interface Props {
  readonly media: Call['media'];
  readonly kind: 'microphone' | 'camera';
}

const headings = { microphone: 'device.microphone', camera: 'device.camera', speaker: 'device.speaker' } as const;
const numbered = {
  microphone: 'device.microphoneNumber',
  camera: 'device.cameraNumber',
  speaker: 'device.speakerNumber',
} as const;

const chosenOf = (media: Call['media'], kind: Kind): string => {
  if (kind === 'speaker') return media.speaker.value;
  const { value } = media[kind];
  return value.is === 'on' ? value.deviceId : '';
};

/** Nothing to choose: no items. A speaker also has the system's own choice. */
const deviceItems = (media: Call['media'], kind: Kind): readonly MenuItem[] => {
  const devices = media.devices.value.filter((device) => device.kind === kind);
  const chosen = chosenOf(media, kind);
  const choose = (id: string) => (): void => void media.choose(kind, id);
  const items: MenuItem[] = devices.map(({ id, label }, index) => ({
    kind: 'radio',
    label: label || t(numbered[kind], { number: index + 1 }),
    isOn: id === chosen,
    run: choose(id),
  }));
  const isSystemListed = devices.some(({ id }) => id === '' || id === 'default');
  if (kind === 'speaker' && devices.length > 0 && !isSystemListed)
    items.unshift({ kind: 'radio', label: t('device.speakerSystem'), isOn: chosen === '', run: choose('') });
  return items.length > 0 ? [{ kind: 'heading', label: t(headings[kind]) }, ...items] : [];
};

export const DeviceMenu = ({ media, kind }: Props) => {
  const { canChooseSpeaker } = useScreenPorts();
  const items = [
    ...deviceItems(media, kind),
    ...(kind === 'microphone' && canChooseSpeaker ? deviceItems(media, 'speaker') : []),
  ];
  if (items.length === 0) return null;
  return (
    <Menu
      label={t(kind === 'camera' ? 'device.chooseCamera' : 'device.chooseSound')}
      icon="chevron-up"
      items={() => items}
      look="attached"
    />
  );
};
