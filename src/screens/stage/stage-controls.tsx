// The controls of the call, in one row; what finds no room in it is under "More".

import { useRef } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { CopyLink } from '#ui/kit/copy-link.tsx';
import type { MenuItem } from '#ui/kit/menu-items.ts';
import { Menu } from '#ui/kit/menu.tsx';
import { RoundButton } from '#ui/kit/round-button.tsx';
import { useSize } from '#ui/kit/use-size.ts';
import { DeviceToggles } from '#screens/words/device-toggles.tsx';
import { actionsNow, type StageAction } from './actions.ts';
import { DeviceMenu } from './device-menu.tsx';
import { planBar, type BarPlace } from './plan-bar.ts';
import type { StageContext } from './stage-context.ts';
import css from './stage-controls.module.css';

interface Props {
  readonly context: StageContext;
  readonly link: string;
}

const mostShown = 99;

const badgeOf = (unread: number): string | undefined =>
  unread > 0 ? (unread > mostShown ? `${mostShown}+` : String(unread)) : undefined;

const ActionButton = ({ action, context }: { readonly action: StageAction; readonly context: StageContext }) => {
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
        aria-keyshortcuts={action.keys}
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

const moreItems = (context: StageContext, shown: readonly BarPlace[]): readonly MenuItem[] => {
  const hidden = actionsNow(context).filter(({ id }) => id !== 'leave' && !(shown as readonly string[]).includes(id));
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
  return (
    <DeviceToggles
      media={media}
      {...(hasMenus && { beside: (kind: 'microphone' | 'camera') => <DeviceMenu media={media} kind={kind} /> })}
    />
  );
};

export const StageControls = ({ context, link }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ref);
  const isUpright = width < uprightBelowPx;
  const isSmall = width < smallBelowPx;
  const there = actionsNow(context);
  const isAlone = context.call.people.value.length === 0;
  const places: BarPlace[] = [
    ...there.map(({ id }) => id as BarPlace),
    // Alone, the invitation has this very button, larger.
    ...(isAlone ? [] : ['copy-link' as const]),
  ];
  const hasMenus = !isUpright && width >= menusFromPx;
  const shown = planBar(places, {
    lengthPx: isUpright ? height : width,
    slotPx: isUpright ? 58 : isSmall ? 54 : 64,
    fixedPx: isUpright ? 120 : hasMenus ? 200 : isSmall ? 110 : 140,
  });
  return (
    <div ref={ref} class={css['controls']}>
      <Devices context={context} hasMenus={hasMenus} />
      {there
        .filter(({ id }) => id !== 'microphone' && id !== 'camera' && (shown as readonly string[]).includes(id))
        .map((action) => (
          <ActionButton key={action.id} action={action} context={context} />
        ))}
      {shown.includes('copy-link') && <CopyLink link={link} look="round" />}
      <Menu label={t('action.more')} icon="more" items={() => moreItems(context, shown)} />
      <RoundButton icon="leave" look="danger" label={t('stage.leave')} onClick={() => context.call.leave()} />
    </div>
  );
};
