// The keyboard of the stage: one listener, one list of actions; holding Space talks.

import { useLayoutEffect } from 'preact/hooks';
import { usePrefs } from '#screens/prefs/use-prefs.ts';
import { actionsNow } from './actions.ts';
import { readKey, type KeyPlace } from './read-key.ts';
import type { StageContext } from './stage-context.ts';

const writes =
  'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"]), textarea, select, [contenteditable]';
const controls = 'button, a[href], summary, input, [role="option"], [role="menuitem"], [tabindex="0"]';

/**
 * A control that was pressed by mouse keeps the focus without showing it: Space is not meant for it. Asked when the focus
 * comes, as Chromium shows it from the first key on.
 */
const watchFocus = (signal: AbortSignal): (() => boolean) => {
  let isShown = document.activeElement?.matches(':focus-visible') ?? false;
  const onFocus = ({ target }: FocusEvent): void => {
    isShown = target instanceof Element && target.matches(':focus-visible');
  };
  document.addEventListener('focusin', onFocus, { signal });
  return () => isShown;
};

const placeOf = (target: EventTarget | null, hasShortcuts: boolean, isFocusShown: boolean): KeyPlace => {
  const element = target instanceof Element ? target : document.body;
  return {
    isWriting: element.matches(writes),
    isOnControl: isFocusShown && element.matches(controls),
    hasShortcuts,
    isCovered: document.querySelector('dialog[open], [popover]:popover-open') !== null,
  };
};

/** Opens the microphone for as long as Space is held, where it was off. */
const createTalk = ({ call: { media } }: StageContext) => {
  let isTalking = false;
  return {
    begin: (): void => {
      if (isTalking || media.microphone.peek().is !== 'off') return;
      isTalking = true;
      void media.setMicrophone(true);
    },
    end: (): void => {
      if (!isTalking) return;
      isTalking = false;
      void media.setMicrophone(false);
    },
  };
};

export const useKeys = (context: StageContext): void => {
  const { values } = usePrefs();
  useLayoutEffect(() => {
    const gone = new AbortController();
    const { signal } = gone;
    const talk = createTalk(context);
    const isFocusShown = watchFocus(signal);
    let isSpaceOurs = false;
    const onDown = (event: KeyboardEvent): void => {
      const meaning = readKey(event, placeOf(event.target, values.hasShortcuts.peek(), isFocusShown()));
      if (!meaning) return;
      const action =
        meaning.is === 'action' ? actionsNow(context).find(({ keys }) => keys === meaning.keys) : undefined;
      if (meaning.is === 'talk') {
        isSpaceOurs = true;
        talk.begin();
      }
      if (meaning.is === 'talk' || action) event.preventDefault();
      action?.run(context);
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key !== ' ') return;
      // A button that has the focus would be pressed by the release.
      if (isSpaceOurs) event.preventDefault();
      isSpaceOurs = false;
      talk.end();
    };
    document.addEventListener('keydown', onDown, { signal });
    document.addEventListener('keyup', onUp, { signal });
    // The release goes to the other window: nobody keeps talking without knowing.
    window.addEventListener('blur', talk.end, { signal });
    return () => {
      talk.end();
      gone.abort();
    };
  }, [context, values]);
};
