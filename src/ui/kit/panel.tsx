// The frame of a panel beside the people: heading, close button, a body that scrolls.

import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { isComposing } from './is-composing.ts';
import { RoundButton } from './round-button.tsx';
import { useWayBack } from './use-way-back.ts';
import css from './panel.module.css';

interface Props {
  readonly title: string;
  /** How many there are of what the title names. */
  readonly count?: number;
  /** What gets the focus when the panel opens. A field calls up the keyboard of a phone: only where writing is what one came for. */
  readonly startsAt?: 'heading' | 'field';
  /** The body scrolls and spaces for itself. */
  readonly isWhole?: boolean;
  /** Stays below the body, in sight. */
  readonly footer?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Back to the panel before; its name says where that is. */
  readonly back?: { readonly label: string; run(): void };
  /** The close button, and Escape from anywhere inside. Whoever closes it gives the focus back to what opened it. */
  onClose(): void;
}

/** Fills the place that it gets, and is a landmark: no `<aside>` around it is needed. */
export const Panel = (props: Props) => {
  const { title, count, startsAt = 'heading', isWhole = false, footer, back, onClose, children } = props;
  const id = useId();
  const headingRef = useRef<HTMLHeadingElement>(null);
  const bodyRef = useRef<HTMLDivElement>(null);
  useWayBack(onClose);
  useLayoutEffect(() => {
    const field =
      startsAt === 'field' ? bodyRef.current?.querySelector<HTMLElement>('input, textarea, select') : undefined;
    (field ?? headingRef.current)?.focus({ preventScroll: true });
  }, [startsAt]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape from anywhere inside closes the panel
    <aside
      class={css['panel']}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header class={css['header']}>
        {back && <RoundButton icon="back" look="bare" hintAt="end" label={back.label} onClick={back.run} />}
        <h2 ref={headingRef} id={id} class={css['title']} tabIndex={-1}>
          <bdi>{title}</bdi>
          {count !== undefined && (
            <>
              {' '}
              <span class={css['count']}>{count}</span>
            </>
          )}
        </h2>
        <RoundButton icon="close" look="bare" hintAt="start" label={t('panel.close', { title })} onClick={onClose} />
      </header>
      <div ref={bodyRef} class={css['body']} data-whole={isWhole ? '' : undefined}>
        {children}
      </div>
      {footer && <footer class={css['footer']}>{footer}</footer>}
    </aside>
  );
};
