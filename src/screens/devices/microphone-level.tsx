// How loud the own microphone is, as bars that move without anything being rendered anew.

import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LocalMedia } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import css from './microphone-level.module.css';

interface Props {
  readonly media: LocalMedia;
}

export const MicrophoneLevel = ({ media }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  // Off, there is nothing to show: the level runs on, to notice who talks without being heard, and is no business of this.
  const isOn = media.microphone.value.is === 'on';
  useLayoutEffect(
    () =>
      effect(() => {
        const level = media.level.value;
        ref.current?.style.setProperty('--level', String(level));
        ref.current?.setAttribute('aria-valuenow', String(level));
      }),
    [media, isOn],
  );
  if (!isOn) return null;
  return (
    <div
      ref={ref}
      class={css['level']}
      role="meter"
      aria-label={t('device.level')}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={0}
    />
  );
};
