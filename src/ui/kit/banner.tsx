// Something to know that stays until it is over or dismissed.

import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';
import { RoundButton } from './round-button.tsx';
import { useFocusKept } from './use-focus-kept.ts';
import css from './banner.module.css';

interface Props {
  readonly icon?: IconName;
  readonly tone?: 'quiet' | 'warn' | 'danger';
  readonly children: ComponentChildren;
  /** A button that mends it. */
  readonly action?: ComponentChildren;
  /** The name of the button that dismisses it; no button without. */
  readonly dismissLabel?: string;
  onDismiss?(): void;
}

export const Banner = ({ icon = 'warn', tone = 'quiet', children, action, dismissLabel, onDismiss }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  useFocusKept(ref);
  return (
    <div ref={ref} class={css['banner']} data-tone={tone}>
      <Icon name={icon} />
      <div class={css['words']}>{children}</div>
      {action}
      {dismissLabel && <RoundButton icon="close" look="bare" label={dismissLabel} onClick={() => onDismiss?.()} />}
    </div>
  );
};
