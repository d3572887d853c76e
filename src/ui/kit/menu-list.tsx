// What an open menu shows: its choices, where it stands, and the keyboard inside it. Loaded when the first one is about to open.

import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { groupsOf, indexAfterKey, indexTyped, type MenuChoice, type MenuGroup, type MenuItem } from './menu-items.ts';
import { placeMenu } from './place-menu.ts';
import css from './menu.module.css';

interface Props {
  /** The popover that it fills; its button stands before it. */
  readonly menuRef: RefObject<HTMLElement | null>;
  readonly items: readonly MenuItem[];
  /** Which choice has the focus at first. */
  readonly startsAtEnd: boolean;
  onChoose(choice: MenuChoice): void;
}

/** Letters typed within this time are one word. */
const wordMs = 700;

const choicesIn = (menu: HTMLElement | null): readonly HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []),
];

const roles = { action: 'menuitem', radio: 'menuitemradio', check: 'menuitemcheckbox' } as const;

interface ChoiceProps {
  readonly choice: MenuChoice;
  /** A mark or an icon of one keeps a place before all, so that their words stand in line. */
  readonly hasSigns: boolean;
  onChoose(choice: MenuChoice): void;
}

const isOn = (choice: MenuChoice): boolean => choice.kind !== 'action' && choice.isOn;

const Choice = ({ choice, hasSigns, onChoose }: ChoiceProps) => (
  <button
    type="button"
    class={css['choice']}
    role={roles[choice.kind]}
    tabIndex={-1}
    aria-checked={choice.kind === 'action' ? undefined : choice.isOn}
    aria-disabled={choice.isEnabled === false ? 'true' : undefined}
    data-look={choice.kind === 'action' ? choice.look : undefined}
    onClick={() => choice.isEnabled !== false && onChoose(choice)}
    onPointerMove={(event) => event.pointerType === 'mouse' && event.currentTarget.focus({ preventScroll: true })}
  >
    {hasSigns && (
      <span class={css['sign']} data-on={isOn(choice) ? '' : undefined}>
        {isOn(choice) ? <Icon name="check" /> : choice.icon && <Icon name={choice.icon} />}
      </span>
    )}
    <bdi class={css['label']}>{choice.label}</bdi>
  </button>
);

const Group = ({ group, onChoose }: { readonly group: MenuGroup; onChoose(choice: MenuChoice): void }) => {
  const id = useId();
  const hasSigns = group.choices.some(({ kind, icon }) => kind !== 'action' || icon !== undefined);
  return (
    <div class={css['group']} role="group" aria-labelledby={group.label ? id : undefined}>
      {group.label && (
        <p class={css['heading']} id={id} role="presentation">
          {group.label}
        </p>
      )}
      {group.choices.map((choice, index) => (
        <Choice key={index} choice={choice} hasSigns={hasSigns} onChoose={onChoose} />
      ))}
    </div>
  );
};

/** Beside its button as long as it is open, whatever the window and the letters do. */
const usePlaced = (ref: RefObject<HTMLElement | null>): void => {
  useLayoutEffect(() => {
    const menu = ref.current;
    const button = menu?.previousElementSibling;
    const view = menu?.ownerDocument.defaultView;
    if (!menu || !button || !view) return undefined;
    const place = (): void => {
      menu.style.maxBlockSize = '';
      const { clientWidth: width, clientHeight: height } = menu.ownerDocument.documentElement;
      const { left, top, maxHeight } = placeMenu({
        button: button.getBoundingClientRect(),
        menu: { width: menu.offsetWidth, height: menu.offsetHeight },
        window: { width, height },
        isRtl: view.getComputedStyle(menu).direction === 'rtl',
      });
      Object.assign(menu.style, { left: `${left}px`, top: `${top}px`, maxBlockSize: `${maxHeight}px` });
    };
    place();
    // Its own size follows that of the window late, or changes with the letters: a place made for another width sticks out.
    const observer = new view.ResizeObserver(place);
    for (const element of [menu, menu.ownerDocument.documentElement]) observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
};

/** The keyboard inside the menu. What it hears goes no further: a letter here is no shortcut of the call. */
const useMenuKeys = (ref: RefObject<HTMLElement | null>) => {
  const typed = useRef({ text: '', atMs: 0 });
  return (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    const choices = choicesIn(ref.current);
    const current = choices.findIndex((choice) => choice === choice.ownerDocument.activeElement);
    let next = indexAfterKey(event.key, current, choices.length);
    if (event.key === 'Escape') event.preventDefault();
    // The focus goes back to the button, and Tab goes on from there.
    if (event.key === 'Escape' || event.key === 'Tab') ref.current?.hidePopover();
    else if (event.key !== ' ' && Array.from(event.key).length === 1) {
      const isSameWord = event.timeStamp - typed.current.atMs < wordMs;
      typed.current = { text: (isSameWord ? typed.current.text : '') + event.key, atMs: event.timeStamp };
      next = indexTyped(
        typed.current.text,
        current,
        choices.map((choice) => choice.textContent.trim()),
      );
    }
    if (next === undefined) return;
    event.preventDefault();
    choices[next]?.focus();
  };
};

export const MenuList = ({ menuRef, items, startsAtEnd, onChoose }: Props) => {
  // Shown only now that it is filled: before, it could be neither measured nor walked through.
  useLayoutEffect(() => menuRef.current?.showPopover(), [menuRef]);
  usePlaced(menuRef);
  useLayoutEffect(
    () =>
      choicesIn(menuRef.current)
        .at(startsAtEnd ? -1 : 0)
        ?.focus(),
    [menuRef],
  );
  return (
    <div role="none" onKeyDown={useMenuKeys(menuRef)}>
      {groupsOf(items).map((group, index) => (
        <Group key={index} group={group} onChoose={onChoose} />
      ))}
    </div>
  );
};
