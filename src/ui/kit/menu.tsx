// The menu button: opens a list of what can be done or chosen. (ARIA Authoring Practices, "Menu Button".)

import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';
import { groupsOf, indexAfterKey, indexTyped, type MenuChoice, type MenuGroup, type MenuItem } from './menu-items.ts';
import { placeMenu } from './place-menu.ts';
import { RoundButton } from './round-button.tsx';
import css from './menu.module.css';

interface Props {
  /** Names the button and the menu. */
  readonly label: string;
  readonly icon: IconName;
  /** Asked only while the menu is open. */
  readonly items: () => readonly MenuItem[];
  readonly look?: 'plain' | 'bare' | 'picture' | 'attached';
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
const usePlaced = (ref: RefObject<HTMLElement | null>, isOpen: boolean): void => {
  useLayoutEffect(() => {
    const menu = ref.current;
    const button = menu?.previousElementSibling;
    const view = menu?.ownerDocument.defaultView;
    if (!isOpen || !menu || !button || !view) return undefined;
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
  }, [ref, isOpen]);
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

/** Open or closed, and where the focus is then. */
const useOpening = (ref: RefObject<HTMLElement | null>, buttonRef: RefObject<HTMLElement | null>) => {
  const [isOpen, setOpen] = useState(false);
  const startsAtEnd = useRef(false);
  // Shown only now that it is filled: before, it could be neither measured nor walked through.
  useLayoutEffect(() => {
    if (isOpen) ref.current?.showPopover();
  }, [ref, isOpen]);
  usePlaced(ref, isOpen);
  useLayoutEffect(() => {
    const choices = isOpen ? choicesIn(ref.current) : [];
    choices.at(startsAtEnd.current ? -1 : 0)?.focus();
    startsAtEnd.current = false;
  }, [ref, isOpen]);
  return {
    isOpen,
    onClick: (event: Event): void => {
      // In place of what `popovertarget` does by itself. It still tells the browser that a click here is none beside the menu.
      event.preventDefault();
      if (isOpen) ref.current?.hidePopover();
      else setOpen(true);
    },
    onButtonKey: (event: KeyboardEvent): void => {
      if (isOpen || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
      event.preventDefault();
      startsAtEnd.current = event.key === 'ArrowUp';
      setOpen(true);
    },
    onBeforeToggle: ({ newState }: Pick<ToggleEvent, 'newState'>): void => {
      if (newState === 'open') return;
      setOpen(false);
      const menu = ref.current;
      const focused = menu?.ownerDocument.activeElement ?? null;
      // Browsers give it back only to a button that had it, and a click focuses no button in Safari.
      if (menu?.contains(focused) || focused === menu?.ownerDocument.body)
        buttonRef.current?.focus({ preventScroll: true });
    },
  };
};

export const Menu = ({ label, icon, items, look = 'plain' }: Props) => {
  const id = useId();
  const buttonRef = useRef<HTMLButtonElement>(null);
  const ref = useRef<HTMLDivElement>(null);
  const { isOpen, onClick, onButtonKey, onBeforeToggle } = useOpening(ref, buttonRef);
  const onMenuKey = useMenuKeys(ref);
  const choose = (choice: MenuChoice): void => {
    // First back to the button: what is run may take the focus elsewhere.
    ref.current?.hidePopover();
    choice.run();
  };
  return (
    <span class={css['menu']}>
      <RoundButton
        ref={buttonRef}
        icon={icon}
        label={label}
        look={look}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        popovertarget={id}
        onClick={onClick}
        onKeyDown={onButtonKey}
      />
      <div
        ref={ref}
        id={id}
        class={css['list']}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onBeforeToggle={onBeforeToggle}
        onKeyDown={onMenuKey}
      >
        {isOpen && groupsOf(items()).map((group, index) => <Group key={index} group={group} onChoose={choose} />)}
      </div>
    </span>
  );
};
