// The settings in a window of their own, over a page that has no panel for them.

import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { TitledDialog } from '#ui/kit/titled-dialog.tsx';
import { Settings } from './settings.tsx';

interface Props {
  readonly call?: Call | undefined;
  onClose(): void;
}

export const SettingsDialog = ({ call, onClose }: Props) => (
  <TitledDialog title={t('settings.title')} closeLabel={t('settings.close')} onClose={onClose}>
    <Settings call={call} />
  </TitledDialog>
);
