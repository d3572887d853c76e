// Who came, who went, and what went wrong, in passing.

import type { Call } from '#engine/call/api.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { shortName } from '#ui/kit/person-name.ts';
import { Toasts, type Toast } from '#ui/kit/toasts.tsx';

interface Props {
  readonly notices: Call['notices'];
}

type Notice = Call['notices']['value'][number];

const textOf = (notice: Notice): string => {
  const name = 'id' in notice ? shortName(notice.name, notice.id) : notice.name;
  switch (notice.is) {
    case 'arrived':
      return t('notice.arrived', { name });
    case 'left':
      return t('notice.left', { name });
    case 'lost':
      return t('notice.lost', { name });
    case 'problem': {
      const title = errorText(notice.error.code, 'title');
      return notice.name ? t('notice.problem', { name, title }) : title;
    }
  }
};

/** Trouble with one's own devices has a banner of its own, and a person who is lost a notice. */
const isToast = (notice: Notice): boolean => notice.is !== 'problem' || !notice.error.code.startsWith('media/');

const toastOf = (notice: Notice): Toast => ({
  key: notice.key,
  text: textOf(notice),
  tone: notice.is === 'problem' && notice.error.code.startsWith('security/') ? 'danger' : 'quiet',
});

export const StageToasts = ({ notices }: Props) => <Toasts toasts={notices.value.filter(isToast).map(toastOf)} />;
