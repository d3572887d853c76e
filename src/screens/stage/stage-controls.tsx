// The controls of the call, in one row; what finds no room in it is under "More".

import { useRef } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import type { MenuItem } from '#ui/kit/menu-items.ts';
import { Menu } from '#ui/kit/menu.tsx';
import { RoundButton } from '#ui/kit/round-button.tsx';
import { useSize } from '#ui/kit/use-size.ts';
import { DeviceToggles } from '#screens/words/device-toggles.tsx';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { useScreenPorts } from '#screens/ports/screen-ports.ts';
import { actionsNow, stageActions, type StageAction } from './actions.ts';
import { deviceItems, DeviceMenu } from './device-menu.tsx';
import { planBar, type BarPlace } from './plan-bar.ts';
import { isMac, spokenKeys } from './read-key.ts';
import type { StageContext } from './stage-context.ts';
import css from './stage-controls.module.css';

interface Props {
  readonly context: StageContext;
}

/** Single keys are named only where they do something. */
const useKeyNames = () => {
  const hasShortcuts = usePrefs().values.hasShortcuts.value;
  return ({ keys }: StageAction) =>
    hasShortcuts || keys.startsWith('mod+') ? { 'aria-keyshortcuts': spokenKeys(keys, isMac()) } : {};
};

const mostShown = 99;

const badgeOf = (unread: number): string | undefined =>
  unread > 0 ? (unread > mostShown ? `${mostShown}+` : String(unread)) : undefined;

const ActionButton = ({ action, context }: { readonly action: StageAction; readonly context: StageContext }) => {
  const keyNames = useKeyNames();
  const isOn = action.isOn?.(context);
  const unread = action.id === 'chat' ? (context.chat?.unread.value ?? 0) : 0;
  const isPanel = action.id === 'chat' || action.id === 'people' || action.id === 'reactions';
  return (
    <>
      <RoundButton
        icon={action.icon(context)}
        label={t(action.label(context))}
        look={isOn ? 'pressed' : 'plain'}
        badge={badgeOf(unread)}
        data-action={action.id}
        {...keyNames(action)}
        {...(isPanel && { 'aria-expanded': isOn ?? false })}
        {...(action.id === 'chat' && { 'aria-describedby': 'unread-messages' })}
        onClick={() => action.run(context)}
      />
      {action.id === 'chat' && (
        <span id="unread-messages" class="visually-hidden">
          {unread > 0 && t('stage.unread', { count: unread })}
        </span>
      )}
    </>
  );
};

const isShown = (shown: readonly BarPlace[], { id }: StageAction): boolean =>
  id === 'leave' || (shown as readonly string[]).includes(id);

const moreItems = (context: StageContext, shown: readonly BarPlace[]): readonly MenuItem[] => {
  const hidden = actionsNow(context).filter((action) => !isShown(shown, action));
  return hidden.flatMap((action, index): MenuItem[] => {
    const item: MenuItem = {
      kind: 'action',
      label: t(action.label(context)),
      icon: action.icon(context),
      run: () => action.run(context),
    };
    const isNewGroup = index > 0 && action.group !== hidden[index - 1]?.group;
    return isNewGroup ? [{ kind: 'separator' }, item] : [item];
  });
};

/** Where the bar stands upright, at the side of a phone that lies. */
const uprightBelowPx = 120;

/** Where the buttons are smaller (stage-controls.module.css), so that chat still finds room. */
const smallBelowPx = 340;

/** The devices have a menu beside them where there is room for it. */
const menusFromPx = 620;

const Devices = ({ context, hasMenus }: { readonly context: StageContext; readonly hasMenus: boolean }) => {
  const { media } = context.call;
  const keyNames = useKeyNames();
  return (
    <DeviceToggles
      media={media}
      keyNames={(kind) => stageActions.filter(({ id }) => id === kind).map(keyNames)[0] ?? {}}
      {...(hasMenus && { beside: (kind: 'microphone' | 'camera') => <DeviceMenu media={media} kind={kind} /> })}
    />
  );
};

export const StageControls = ({ context }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ref);
  const isUpright = width < uprightBelowPx;
  const isSmall = width < smallBelowPx;
  const keyNames = useKeyNames();
  const { canChooseSpeaker } = useScreenPorts();
  const { media } = context.call;
  const there = actionsNow(context);
  const isAlone = context.call.people.value.length === 0;
  // Alone, the invitation has this very button, larger.
  const places = there.map(({ id }) => id as BarPlace).filter((id) => !isAlone || id !== 'copy-link');
  const hasMenus = !isUpright && width >= menusFromPx;
  const shown = planBar(places, {
    lengthPx: isUpright ? height : width,
    slotPx: isUpright ? 58 : isSmall ? 54 : 64,
    fixedPx: isUpright ? 120 : hasMenus ? 236 : isSmall ? 110 : 140,
  });
  return (
    <div ref={ref} class={css['controls']}>
      <Devices context={context} hasMenus={hasMenus} />
      {there
        .filter((action) => action.group !== 'devices' && action.id !== 'leave' && isShown(shown, action))
        .map((action) => (
          <ActionButton key={action.id} action={action} context={context} />
        ))}
      <Menu
        label={t('action.more')}
        icon="more"
        items={() => [...moreItems(context, shown), ...(hasMenus ? [] : deviceItems(media, canChooseSpeaker))]}
      />
      {there
        .filter(({ id }) => id === 'leave')
        .map((action) => (
          <RoundButton
            key={action.id}
            icon={action.icon(context)}
            look="danger"
            label={t(action.label(context))}
            {...keyNames(action)}
            onClick={() => action.run(context)}
          />
        ))}
    </div>
  );
};
