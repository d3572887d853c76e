// Which key does what.

import { useId } from 'preact/hooks';
import { t } from '#ui/i18n/t.ts';
import { Dialog } from '#ui/kit/dialog.tsx';
import { Keys } from '#ui/kit/keys.tsx';
import { RoundButton } from '#ui/kit/round-button.tsx';
import css from './shortcuts.module.css';

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly { readonly label: string; readonly keys: string }[];
}

interface Props {
  readonly groups: readonly ShortcutGroup[];
  onClose(): void;
}

export const Shortcuts = ({ groups, onClose }: Props) => {
  const id = useId();
  return (
    <Dialog labelledBy={id} size="wide" onClose={onClose}>
      <header class={css['header']}>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- reading starts here, not at the button that ends it */}
        <h2 id={id} class={css['title']} tabIndex={-1} autofocus>
          {t('shortcuts.title')}
        </h2>
        <RoundButton icon="close" look="bare" hintAt="start" label={t('shortcuts.close')} onClick={onClose} />
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be within reach of the keyboard */}
      <div class={css['groups']} role="region" aria-labelledby={id} tabIndex={0}>
        {/* Columns of what scrolls would go on to the side. */}
        <div class={css['columns']}>
          {groups.map(({ title, shortcuts }) => (
            <section key={title} class={css['group']}>
              <h3 class={css['name']}>{title}</h3>
              <dl>
                {shortcuts.map(({ label, keys }) => (
                  <div key={label} class={css['line']}>
                    <dt>{label}</dt>
                    <dd>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
};
