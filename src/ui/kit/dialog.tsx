// A window over the page, as the browser makes it: it keeps the focus, Escape closes it, and the focus goes back.

import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { RoundButton } from './round-button.tsx';
import css from './dialog.module.css';

interface Props {
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ComponentChildren;
  onClose(): void;
}

/** Open as long as it is rendered. */
export const Dialog = ({ title, closeLabel, children, onClose }: Props) => {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape does the same
    <dialog
      ref={ref}
      class={css['dialog']}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div class={css['frame']}>
        <header class={css['head']}>
          <h2 id={id}>{title}</h2>
          <RoundButton icon="close" look="bare" label={closeLabel} onClick={onClose} />
        </header>
        <div class={css['body']}>{children}</div>
      </div>
    </dialog>
  );
};
