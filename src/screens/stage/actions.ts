// Everything that can be done on the stage, as data: toolbar, menus, keys and palette are fed by this one list.

import { canFlip, isWanted } from '#screens/words/device-words.ts';
import type { Key } from '#ui/i18n/t.ts';
import type { IconName } from '#ui/kit/icon.tsx';
import type { StageContext } from './stage-context.ts';
import { canFloatStage, isStageFloating } from './float-stage.ts';

export type ActionGroup = 'devices' | 'sharing' | 'people' | 'view' | 'call';

export interface StageAction {
  readonly id: string;
  readonly group: ActionGroup;
  readonly icon: (context: StageContext) => IconName;
  readonly label: (context: StageContext) => Key;
  /** One key, as `KeyboardEvent.key` has it in lower case, or with `mod+` for Ctrl (Command on a Mac) before it. */
  readonly keys: string;
  /** False: not offered at all here. */
  isThere?(context: StageContext): boolean;
  /** For what is on or off. */
  isOn?(context: StageContext): boolean;
  run(context: StageContext): void;
}

const devices: readonly StageAction[] = [
  {
    id: 'microphone',
    group: 'devices',
    icon: ({ call }) => (isWanted(call.media.microphone.value) ? 'microphone' : 'microphone-off'),
    label: ({ call }) => (isWanted(call.media.microphone.value) ? 'device.microphoneOff' : 'device.microphoneOn'),
    keys: 'm',
    run: ({ call }) => void call.media.setMicrophone(!isWanted(call.media.microphone.peek())),
  },
  {
    id: 'camera',
    group: 'devices',
    icon: ({ call }) => (isWanted(call.media.camera.value) ? 'camera' : 'camera-off'),
    label: ({ call }) => (isWanted(call.media.camera.value) ? 'device.cameraOff' : 'device.cameraOn'),
    keys: 'v',
    run: ({ call }) => void call.media.setCamera(!isWanted(call.media.camera.peek())),
  },
  {
    id: 'flip-camera',
    group: 'devices',
    icon: () => 'flip',
    label: () => 'device.flip',
    keys: 'r',
    isThere: ({ call }) => canFlip(call.media),
    run: ({ call }) => void call.media.flipCamera(),
  },
];

const isSharing = ({ call }: StageContext): boolean => call.media.screen.value.is === 'on';

const sharing: readonly StageAction[] = [
  {
    id: 'share',
    group: 'sharing',
    icon: (context) => (isSharing(context) ? 'stop-screen' : 'screen'),
    label: (context) => (isSharing(context) ? 'action.stopScreen' : 'action.shareScreen'),
    keys: 's',
    isThere: ({ call }) => call.media.canShareScreen,
    isOn: isSharing,
    run: ({ call }) => {
      if (call.media.screen.peek().is === 'on') call.media.stopScreen();
      else void call.media.shareScreen('text');
    },
  },
  {
    id: 'share-motion',
    group: 'sharing',
    icon: () => 'screen',
    label: () => 'action.shareFilm',
    keys: 'a',
    isThere: ({ call }) => call.media.canShareScreen && call.media.screen.value.is !== 'on',
    run: ({ call }) => void call.media.shareScreen('motion'),
  },
  {
    id: 'share-content',
    group: 'sharing',
    icon: () => 'screen',
    label: ({ call }) => {
      const { value } = call.media.screen;
      return value.is === 'on' && value.content === 'motion' ? 'action.sharpScreen' : 'action.smoothScreen';
    },
    keys: 't',
    isThere: isSharing,
    run: ({ call }) => {
      const screen = call.media.screen.peek();
      if (screen.is === 'on') call.media.setScreenContent(screen.content === 'text' ? 'motion' : 'text');
    },
  },
];

const isOpen =
  (is: 'chat' | 'people' | 'invite' | 'settings') =>
  ({ model }: StageContext): boolean =>
    model.panel.value?.is === is;

const people: readonly StageAction[] = [
  {
    id: 'hand',
    group: 'people',
    icon: () => 'hand',
    label: ({ hands }) => (hands?.isRaised.value ? 'action.lowerHand' : 'action.raiseHand'),
    keys: 'h',
    isThere: ({ hands }) => hands !== undefined,
    isOn: ({ hands }) => hands?.isRaised.value ?? false,
    run: ({ hands }) => {
      if (hands?.isRaised.peek()) hands.lower();
      else hands?.raise();
    },
  },
  {
    id: 'reactions',
    group: 'people',
    icon: () => 'smile',
    label: ({ model }) => (model.areReactionsOpen.value ? 'action.closeReactions' : 'action.react'),
    keys: 'e',
    isThere: ({ reactions }) => reactions !== undefined,
    isOn: ({ model }) => model.areReactionsOpen.value,
    run: ({ model }) => (model.areReactionsOpen.value = !model.areReactionsOpen.peek()),
  },
  {
    id: 'chat',
    group: 'people',
    icon: () => 'chat',
    label: (context) => (isOpen('chat')(context) ? 'stage.closeChat' : 'stage.openChat'),
    keys: 'c',
    isThere: ({ chat }) => chat !== undefined,
    isOn: isOpen('chat'),
    run: ({ model }) => model.togglePanel('chat'),
  },
  {
    id: 'people',
    group: 'people',
    icon: () => 'people',
    label: (context) => (isOpen('people')(context) ? 'action.closePeople' : 'action.openPeople'),
    keys: 'p',
    isOn: isOpen('people'),
    run: ({ model }) => model.togglePanel('people'),
  },
  {
    id: 'invite',
    group: 'people',
    icon: () => 'invite',
    label: () => 'action.invite',
    keys: 'i',
    isOn: isOpen('invite'),
    run: ({ model }) => model.togglePanel('invite'),
  },
  {
    id: 'copy-link',
    group: 'people',
    icon: () => 'link',
    label: () => 'action.copyLink',
    keys: 'l',
    run: (context) => context.copyLink(),
  },
];

/** Where each layout leads to. */
const layoutLooks = {
  automatic: { icon: 'spotlight', label: 'action.speakerView' },
  speaker: { icon: 'grid', label: 'action.gridView' },
  grid: { icon: 'screen', label: 'action.screenView' },
} as const;

const view: readonly StageAction[] = [
  {
    id: 'speaker-view',
    group: 'view',
    icon: ({ model }) => layoutLooks[model.layout.value].icon,
    label: ({ model }) => layoutLooks[model.layout.value].label,
    keys: 'g',
    run: ({ model }) => model.changeLayout(),
  },
  {
    id: 'own-tile',
    group: 'view',
    icon: () => 'person',
    label: ({ model }) => (model.ownPlace.value === 'hidden' ? 'action.showOwn' : 'tile.hideOwn'),
    keys: 'o',
    isThere: ({ call }) => call.people.value.length > 0,
    run: ({ model }) => (model.ownPlace.value = model.ownPlace.peek() === 'hidden' ? 'automatic' : 'hidden'),
  },
  {
    id: 'full-screen',
    group: 'view',
    icon: () => 'expand',
    label: () => (document.fullscreenElement ? 'action.endFullScreen' : 'action.fullScreen'),
    keys: 'f',
    isThere: () => document.fullscreenEnabled,
    run: () => {
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
      else void document.documentElement.requestFullscreen().catch(() => {});
    },
  },
  {
    id: 'float',
    group: 'view',
    icon: () => 'pip',
    label: () => (isStageFloating() ? 'action.endFloat' : 'action.float'),
    keys: 'w',
    isThere: ({ call }) =>
      canFloatStage(call.people.value.some(({ isCameraOn, screen }) => isCameraOn.value || screen.value !== null)),
    run: (context) => context.float(),
  },
];

const call: readonly StageAction[] = [
  {
    id: 'settings',
    group: 'call',
    icon: () => 'settings',
    label: () => 'action.settings',
    keys: ',',
    isOn: isOpen('settings'),
    run: ({ model }) => model.togglePanel('settings'),
  },
  {
    id: 'palette',
    group: 'call',
    icon: () => 'search',
    label: () => 'action.palette',
    keys: 'mod+k',
    run: ({ model }) => (model.overlay.value = 'palette'),
  },
  {
    id: 'shortcuts',
    group: 'call',
    icon: () => 'keyboard',
    label: () => 'action.shortcuts',
    keys: '?',
    run: ({ model }) => (model.overlay.value = 'shortcuts'),
  },
  {
    id: 'leave',
    group: 'call',
    icon: () => 'leave',
    label: () => 'stage.leave',
    keys: 'mod+shift+l',
    run: (context) => context.call.leave(),
  },
];

/** All of them, in the order in which menus and the palette name them. */
export const stageActions: readonly StageAction[] = [...devices, ...sharing, ...people, ...view, ...call];

/** Those that are offered at this moment. */
export const actionsNow = (context: StageContext): readonly StageAction[] =>
  stageActions.filter((action) => action.isThere?.(context) ?? true);
