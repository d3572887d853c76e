// The button to the settings where there is no panel for them; before a call is chosen, to those that need none.

import { useState } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { Button } from '#ui/kit/button.tsx';
import { lazy } from '#ui/kit/lazy.ts';

interface Props {
  readonly call?: Call;
}

const SettingsDialog = lazy(async () => (await import('./settings-dialog.tsx')).SettingsDialog);

export const SettingsDoor = ({ call }: Props) => {
  const [isOpen, setOpen] = useState(false);
  const [isLost, setLost] = useState(false);
  const open = (): void => {
    setLost(false);
    setOpen(true);
  };
  return (
    <>
      <Button look="quiet" icon="settings" onPointerEnter={SettingsDialog.preload} onClick={open}>
        {t('settings.title')}
      </Button>
      {isLost && <p role="alert">{t('settings.notLoaded')}</p>}
      {isOpen && (
        <Boundary
          fallback={() => null}
          onError={() => {
            setOpen(false);
            setLost(true);
          }}
        >
          <SettingsDialog props={{ call, onClose: () => setOpen(false) }} />
        </Boundary>
      )}
    </>
  );
};
