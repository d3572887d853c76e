// The call itself: the people, the controls, one panel beside them.

import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import type { ReactionsModel } from '#features/reactions/reactions-types.ts';
import texts from '#ui/i18n/locales/en/stage.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { focusHeading } from '#ui/kit/focus-heading.ts';
import { lazy } from '#ui/kit/lazy.ts';
import { closeFloating } from './float-stage.ts';
import { PeopleGrid } from './people-grid.tsx';
import { createSoundGate } from './sound-gate.ts';
import { StageBanners } from './stage-banners.tsx';
import { createStageContext, type StageContext } from './stage-context.ts';
import { StageControls } from './stage-controls.tsx';
import type { StageModel } from './stage-model.ts';
import { StageOverlays } from './stage-overlays.tsx';
import { StagePanel } from './stage-panel.tsx';
import { StageToasts } from './stage-toasts.tsx';
import { useKeys } from './use-keys.ts';
import { useStillness } from './use-stillness.ts';
import css from './stage.module.css';

addTexts(texts);

const ReactionBar = lazy(async () => (await import('#features/reactions/reaction-bar.tsx')).ReactionBar);

interface Props {
  readonly call: Call;
  readonly roomName: string;
  readonly link: string;
  /** Hears of a panel that crashed. */
  onPanelError(error: unknown): void;
}

/** Stays open while one reacts; Escape gives the focus back. */
const OpenReactions = ({ model, reactions }: { readonly model: StageModel; readonly reactions: ReactionsModel }) => {
  const ref = useRef<HTMLDivElement>(null);
  const [opener] = useState(() => document.activeElement);
  const close = (): void => {
    model.areReactionsOpen.value = false;
  };
  useLayoutEffect(() => {
    const bar = ref.current;
    const gone = new AbortController();
    const closeBeside = ({ target }: PointerEvent): void => {
      const isBeside =
        target instanceof Element && !bar?.contains(target) && !target.closest('[data-action="reactions"]');
      if (isBeside) close();
    };
    document.addEventListener('pointerdown', closeBeside, { signal: gone.signal });
    return () => {
      gone.abort();
      // The focus has gone with it, unless it is somewhere else already.
      if (document.activeElement !== document.body && !bar?.contains(document.activeElement)) return;
      if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
      else focusHeading();
    };
  }, []);
  // It may have taken a while to load: who writes somewhere else by now goes on writing.
  const takeFocus = (): void => {
    const { activeElement } = document;
    if (activeElement === opener || activeElement === document.body) ref.current?.querySelector('button')?.focus();
  };
  return (
    <div
      ref={ref}
      class={css['reactions']}
      role="presentation"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      <ReactionBar props={{ onReact: (code) => void reactions.react(code), onShown: takeFocus }} />
    </div>
  );
};

const Reactions = ({ context: { model, reactions } }: { readonly context: StageContext }) => {
  if (!reactions || !model.areReactionsOpen.value) return null;
  return (
    // A part that can't be had takes nothing of the call away.
    <Boundary fallback={() => null} onError={() => (model.areReactionsOpen.value = false)}>
      <OpenReactions model={model} reactions={reactions} />
    </Boundary>
  );
};

export const Stage = ({ call, roomName, link, onPanelError }: Props) => {
  const prefs = usePrefs();
  const context = useMemo(() => createStageContext(call, link, prefs), [call, link, prefs]);
  const sound = useMemo(createSoundGate, []);
  const onBlocked = useCallback((retry: () => void) => sound.block(retry), [sound]);
  const stageRef = useRef<HTMLDivElement>(null);
  const controlsRef = useRef<HTMLElement>(null);
  useKeys(context);
  useStillness(stageRef, controlsRef);
  useLayoutEffect(() => closeFloating, []);
  const panel = context.model.panel.value;
  return (
    <div ref={stageRef} class={css['stage']} data-panel={panel ? '' : undefined}>
      <main class={css['people']}>
        <h1 class="visually-hidden">{roomName ? t('stage.titleNamed', { name: roomName }) : t('stage.title')}</h1>
        <StageBanners call={call} sound={sound} />
        <div class={css['grid']}>
          <PeopleGrid call={call} model={context.model} link={link} life={context} onBlocked={onBlocked} />
          <div class={css['toasts']}>
            <StageToasts {...context} />
          </div>
        </div>
      </main>
      <StagePanel context={context} link={link} roomName={roomName} onError={onPanelError} />
      <section ref={controlsRef} class={css['controls']} aria-label={t('stage.controls')}>
        <Reactions context={context} />
        <StageControls context={context} />
      </section>
      <StageOverlays context={context} />
    </div>
  );
};
