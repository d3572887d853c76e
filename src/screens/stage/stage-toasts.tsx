// Who came, who went, who wants to speak or has written, and what went wrong, in passing.

import type { Call } from '#engine/call/api.ts';
import { reactionLooks } from '#features/reactions/reaction-codes.ts';
import type { ReactionsModel } from '#features/reactions/reactions-types.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { shortName } from '#ui/kit/person-name.ts';
import { Toasts, type Toast } from '#ui/kit/toasts.tsx';
import { nameOf, useNews, type NewsOptions } from './use-news.ts';

interface Props extends NewsOptions {
  readonly reactions: ReactionsModel | undefined;
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
    case 'replaced':
      return t(`notice.${notice.kind}Replaced`, { name });
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

/** Reactions fly over the tiles; in words they are said one at a time, the newest only. */
const SaidReaction = ({ call, reactions }: { readonly call: Call; readonly reactions: ReactionsModel }) => {
  const newest = reactions.shown.value.findLast(({ person }) => person !== call.selfId);
  return (
    <p class="visually-hidden" role="status">
      {newest &&
        t('notice.reaction', { name: nameOf(call, newest.person), reaction: t(reactionLooks[newest.reaction].label) })}
    </p>
  );
};

export const StageToasts = (props: Props) => {
  const { call, reactions } = props;
  const news = useNews(props);
  return (
    <>
      <Toasts toasts={call.notices.value.filter(isToast).map(toastOf)} />
      <Toasts toasts={news} />
      {reactions && <SaidReaction call={call} reactions={reactions} />}
    </>
  );
};
