// The devices behind a switch: which one is used, and which could be.

import type { Call } from '#engine/call/api.ts';
import { deviceOptions, type DeviceKind } from '#screens/devices/device-options.ts';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { t } from '#ui/i18n/t.ts';
import type { MenuItem } from '#ui/kit/menu-items.ts';
import { Menu } from '#ui/kit/menu.tsx';

interface Props {
  readonly media: Call['media'];
  readonly kind: 'microphone' | 'camera';
}

const headings = { microphone: 'device.microphone', camera: 'device.camera', speaker: 'device.speaker' } as const;

/** Nothing to choose: no items. */
const itemsOf = (media: Call['media'], kind: DeviceKind): readonly MenuItem[] => {
  const items = deviceOptions(media, kind).map(({ id, label, isOn }): MenuItem => {
    return { kind: 'radio', label, isOn, run: () => void media.choose(kind, id) };
  });
  return items.length > 0 ? [{ kind: 'heading', label: t(headings[kind]) }, ...items] : [];
};

/** All devices, for a menu that has them with the rest. */
export const deviceItems = (media: Call['media'], canChooseSpeaker: boolean): readonly MenuItem[] =>
  (['microphone', 'speaker', 'camera'] as const).flatMap((kind) =>
    kind === 'speaker' && !canChooseSpeaker ? [] : itemsOf(media, kind),
  );

export const DeviceMenu = ({ media, kind }: Props) => {
  const { canChooseSpeaker } = useScreenPorts();
  const items = [
    ...itemsOf(media, kind),
    ...(kind === 'microphone' && canChooseSpeaker ? itemsOf(media, 'speaker') : []),
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
