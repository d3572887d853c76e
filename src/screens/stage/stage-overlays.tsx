// What lies over the stage: the palette of everything that can be done, and the list of keys.

import { stageActions, actionsNow, type ActionGroup, type StageAction } from './actions.ts';
import { isMac, showKeys } from './read-key.ts';
import type { StageContext } from './stage-context.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { lazy } from '#ui/kit/lazy.ts';
import { t } from '#ui/i18n/t.ts';

interface Props {
  readonly context: StageContext;
}

const Palette = lazy(async () => (await import('#screens/palette/palette.tsx')).Palette);
const Shortcuts = lazy(async () => (await import('#screens/palette/shortcuts.tsx')).Shortcuts);

const keysOf = ({ keys }: StageAction) => ({ keys: showKeys(keys, isMac()) });

const groups: readonly ActionGroup[] = ['devices', 'sharing', 'people', 'view', 'call'];

/** Everything that is in the palette but the palette itself. */
const itemsOf = (context: StageContext) =>
  actionsNow(context)
    .filter(({ id }) => id !== 'palette')
    .map((action) => ({
      id: action.id,
      label: t(action.label(context)),
      icon: action.icon(context),
      ...keysOf(action),
      isEnabled: true,
      run: () => action.run(context),
    }));

const shortcutsOf = (context: StageContext) =>
  groups.map((group) => ({
    title: t(`shortcuts.${group}`),
    shortcuts: [
      ...(group === 'devices' ? [{ label: t('shortcuts.talk'), keys: t('shortcuts.space') }] : []),
      ...stageActions
        .filter((action) => action.group === group && (action.isThere?.(context) ?? true))
        .map((action) => ({ label: t(action.label(context)), ...keysOf(action) })),
    ],
  }));

export const StageOverlays = ({ context }: Props) => {
  const { overlay } = context.model;
  const onClose = (): void => {
    overlay.value = undefined;
  };
  if (!overlay.value) return null;
  return (
    // A part that can't be had takes nothing of the call away.
    <Boundary key={overlay.value} fallback={() => null} onError={onClose}>
      {overlay.value === 'palette' ? (
        <Palette props={{ items: itemsOf(context), onClose }} />
      ) : (
        <Shortcuts props={{ groups: shortcutsOf(context), onClose }} />
      )}
    </Boundary>
  );
};
