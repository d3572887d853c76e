// The menu button: opens a list of what can be done or chosen. (ARIA Authoring Practices, "Menu Button".)

import type { RefObject } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { IconName } from './icon.tsx';
import { lazy } from './lazy.ts';
import type { MenuChoice, MenuItem } from './menu-items.ts';
import { RoundButton } from './round-button.tsx';
import css from './menu.module.css';

const MenuList = lazy(async () => (await import('./menu-list.tsx')).MenuList);

interface Props {
  /** Names the button and the menu. */
  readonly label: string;
  readonly icon: IconName;
  /** Asked only while the menu is open. */
  readonly items: () => readonly MenuItem[];
  readonly look?: 'plain' | 'bare' | 'picture' | 'attached';
}

/** Open or closed, and where the focus is then. */
const useOpening = (ref: RefObject<HTMLElement | null>, buttonRef: RefObject<HTMLElement | null>) => {
  const [isOpen, setOpen] = useState(false);
  const startsAtEnd = useRef(false);
  const open = (isFromEnd = false): void => {
    startsAtEnd.current = isFromEnd;
    // One that can't be loaded stays closed; the next press tries again.
    MenuList.load().then(
      () => setOpen(true),
      () => {},
    );
  };
  return {
    isOpen,
    startsAtEnd,
    onClick: (event: Event): void => {
      // In place of what `popovertarget` does by itself. It still tells the browser that a click here is none beside the menu.
      event.preventDefault();
      if (isOpen) ref.current?.hidePopover();
      else open();
    },
    onButtonKey: (event: KeyboardEvent): void => {
      if (isOpen || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
      event.preventDefault();
      open(event.key === 'ArrowUp');
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
  const { isOpen, startsAtEnd, onClick, onButtonKey, onBeforeToggle } = useOpening(ref, buttonRef);
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
        onPointerEnter={MenuList.preload}
        onFocus={MenuList.preload}
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
      >
        {isOpen && (
          <MenuList props={{ menuRef: ref, items: items(), startsAtEnd: startsAtEnd.current, onChoose: choose }} />
        )}
      </div>
    </span>
  );
};
