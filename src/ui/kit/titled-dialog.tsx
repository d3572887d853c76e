// A dialog with a heading and a way out, for what needs room: a phone gives it the whole screen.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Dialog } from './dialog.tsx';
import { RoundButton } from './round-button.tsx';
import css from './titled-dialog.module.css';

interface Props {
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ComponentChildren;
  onClose(): void;
}

export const TitledDialog = ({ title, closeLabel, children, onClose }: Props) => {
  const id = useId();
  return (
    <Dialog labelledBy={id} isRoomy onClose={onClose}>
      <div class={css['head']}>
        <h2 id={id}>{title}</h2>
        <RoundButton icon="close" look="bare" hintAt="start" label={closeLabel} onClick={onClose} />
      </div>
      <div class={css['body']}>{children}</div>
    </Dialog>
  );
};
