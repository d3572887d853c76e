// Everything that can be done, by typing a part of its name. (ARIA Authoring Practices, "Combobox" with a listbox.)

import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import texts from '#ui/i18n/locales/en/palette.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Dialog } from '#ui/kit/dialog.tsx';
import { Icon, type IconName } from '#ui/kit/icon.tsx';
import { isComposing } from '#ui/kit/is-composing.ts';
import { Keys } from '#ui/kit/keys.tsx';
import { rankItems } from './rank-items.ts';
import css from './palette.module.css';

addTexts(texts);

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  /** As `Keys` shows them: "Ctrl+K". */
  readonly keys?: string;
  readonly isEnabled: boolean;
  run(): void;
}

interface Props {
  readonly items: readonly PaletteItem[];
  /** It is to be taken away. What was chosen runs right afterwards. */
  onClose(): void;
}

const Option = ({ item, id, isActive, onRun }: OptionProps) => (
  // The keyboard stays in the field: its arrows and Enter are for the options.
  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- see above
  <div
    id={id}
    class={css['option']}
    role="option"
    aria-selected={isActive}
    aria-disabled={item.isEnabled ? undefined : 'true'}
    onPointerDown={(event) => event.preventDefault()}
    onClick={() => onRun(item)}
  >
    {item.icon ? <Icon name={item.icon} /> : <span class={css['gap']} />}
    <bdi class={css['label']}>{item.label}</bdi>
    {item.keys && <Keys keys={item.keys} />}
  </div>
);

interface OptionProps {
  readonly item: PaletteItem;
  readonly id: string;
  readonly isActive: boolean;
  onRun(item: PaletteItem): void;
}

/** The option that Enter would run. Typing goes back to the first. */
const useActive = (count: number) => {
  const [active, setActive] = useState(0);
  return {
    active: Math.min(active, count - 1),
    setActive,
    /** False for a key that is not for the list. Home and End belong to the field. */
    move: (key: string): boolean => {
      if (count === 0) return false;
      if (key === 'ArrowDown') setActive((old) => (Math.min(old, count - 1) + 1) % count);
      else if (key === 'ArrowUp') setActive((old) => (Math.min(old, count - 1) + count - 1) % count);
      else return false;
      return true;
    },
  };
};

export const Palette = ({ items, onClose }: Props) => {
  const id = useId();
  const listRef = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const found = useMemo(() => rankItems(items, typed), [items, typed]);
  const { active, setActive, move } = useActive(found.length);
  const optionId = (index: number): string => `${id}-${index}`;
  useLayoutEffect(() => {
    listRef.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);
  const run = (item: PaletteItem | undefined): void => {
    if (!item?.isEnabled) return;
    // The focus goes back first, as what is run may take it elsewhere; and all in one turn, as browsers ask for a click or
    // key behind a shared screen.
    listRef.current?.closest('dialog')?.close();
    onClose();
    item.run();
  };
  return (
    <Dialog label={t('palette.title')} onClose={onClose}>
      <div class={css['field']}>
        <Icon name="search" />
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog that is for typing starts in its field */}
        <input
          autofocus
          class={css['input']}
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? optionId(active) : undefined}
          aria-label={t('palette.field')}
          placeholder={t('palette.field')}
          autoComplete="off"
          spellcheck={false}
          enterkeyhint="go"
          maxLength={100}
          dir="auto"
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (isComposing(event)) return;
            if (event.key === 'Enter') run(found[active]);
            else if (!move(event.key)) return;
            event.preventDefault();
          }}
        />
      </div>
      {/* Scrolls with the choice: the keyboard stays in the field. */}
      <div ref={listRef} id={id} class={css['list']} role="listbox" aria-label={t('palette.list')} tabIndex={-1}>
        {found.map((item, index) => (
          <Option key={item.id} item={item} id={optionId(index)} isActive={index === active} onRun={run} />
        ))}
      </div>
      <p role="status" class={found.length > 0 ? 'visually-hidden' : css['nothing']}>
        {found.length > 0 ? t('palette.found', { count: found.length }) : t('palette.nothing')}
      </p>
    </Dialog>
  );
};
