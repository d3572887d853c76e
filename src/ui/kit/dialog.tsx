// A dialog above the page: the browser keeps the focus inside, closes it on Escape and gives the focus back.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import css from './dialog.module.css';

interface Props {
  /** Names it: the id of its heading, or words. */
  readonly labelledBy?: string;
  readonly label?: string;
  readonly size?: 'normal' | 'wide';
  /** A phone gives it the whole screen. */
  readonly isRoomy?: boolean;
  readonly children: ComponentChildren;
  /** Escape, the system's way back, or a click beside it. Then it is to be taken away. */
  onClose(): void;
}

/** Open as long as it is rendered. An element with `autofocus` gets the focus first. */
export const Dialog = ({ labelledBy, label, size = 'normal', isRoomy = false, onClose, children }: Props) => {
  const ref = useRef<HTMLDialogElement>(null);
  const isDownBeside = useRef(false);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // While it is still on the page: one that is taken away open gives no focus back.
    return () => dialog?.close();
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- a click beside it; by keyboard it is Escape
    <dialog
      ref={ref}
      class={css['dialog']}
      data-size={size}
      data-roomy={isRoomy ? '' : undefined}
      aria-label={label}
      aria-labelledby={labelledBy}
      // Not when it was taken away: that was known, and something else may be open by now.
      onClose={(event) => event.currentTarget.isConnected && onClose()}
      onPointerDown={(event) => {
        isDownBeside.current = event.target === event.currentTarget;
      }}
      // Not before the finger is up: what lies below would get the click.
      onClick={(event) => {
        if (isDownBeside.current && event.target === event.currentTarget) onClose();
        isDownBeside.current = false;
      }}
    >
      <div class={css['content']}>{children}</div>
    </dialog>
  );
};
