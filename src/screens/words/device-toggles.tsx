// Microphone and camera of this person, to be turned on and off: the same two in the green room and on the stage.

import type { ComponentChildren } from 'preact';
import type { LocalMedia } from '#engine/call/api.ts';
import { DeviceToggle } from '#ui/kit/device-toggle.tsx';
import { isWanted } from './device-words.ts';

interface Props {
  readonly media: LocalMedia;
  /** Which keys press each switch. */
  keyNames?(kind: 'microphone' | 'camera'): { readonly 'aria-keyshortcuts'?: string };
  /** What stands beside each switch. */
  beside?(kind: 'microphone' | 'camera'): ComponentChildren;
}

export const DeviceToggles = ({ media, keyNames, beside }: Props) => {
  const [microphone, camera] = [media.microphone.value, media.camera.value];
  return (
    <>
      <DeviceToggle
        {...keyNames?.('microphone')}
        kind="microphone"
        isOn={isWanted(microphone)}
        hasProblem={microphone.is === 'failed'}
        onToggle={(isOn) => void media.setMicrophone(isOn)}
      />
      {beside?.('microphone')}
      <DeviceToggle
        {...keyNames?.('camera')}
        kind="camera"
        isOn={isWanted(camera)}
        hasProblem={camera.is === 'failed'}
        onToggle={(isOn) => void media.setCamera(isOn)}
      />
      {beside?.('camera')}
    </>
  );
};
