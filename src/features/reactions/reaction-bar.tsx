// A row of reactions to choose from: one stop for the Tab key, arrows move within.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { reactionCodes, reactionLooks, type ReactionCode } from './reaction-codes.ts';
import css from './reaction-bar.module.css';

interface Props {
  onReact(reaction: ReactionCode): void;
  /** The bar is there. */
  onShown?(): void;
}

const last = reactionCodes.length - 1;

/** Where a key leads from `index`; undefined when it leads nowhere. */
const nextIndex = (key: string, index: number, isRightToLeft: boolean): number | undefined => {
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const forward = isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  return key === forward ? (index === last ? 0 : index + 1) : index === 0 ? last : index - 1;
};

export const ReactionBar = ({ onReact, onShown }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  useLayoutEffect(() => onShown?.(), []);
  const move = (event: KeyboardEvent): void => {
    if (!ref.current || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = nextIndex(event.key, current, getComputedStyle(ref.current).direction === 'rtl');
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    ref.current.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div ref={ref} class={css['bar']} role="toolbar" aria-label={t('reactions.title')}>
      {reactionCodes.map((code, index) => (
        <button
          key={code}
          type="button"
          class={css['reaction']}
          aria-label={t(reactionLooks[code].label)}
          title={t(reactionLooks[code].label)}
          tabIndex={index === current ? 0 : -1}
          onKeyDown={move}
          onFocus={() => setCurrent(index)}
          onClick={() => onReact(code)}
        >
          <span aria-hidden="true">{reactionLooks[code].emoji}</span>
        </button>
      ))}
    </div>
  );
};
