// Who came, who went, who wants to speak or has written, and what went wrong, in passing.

import { useRef } from 'preact/hooks';
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

/** So many of those who were here before us are named; the rest is one line, or entering a full room would be a roll call. */
const mostNamed = 2;

/** Which of those who were here before us each notice is about, from 1; decided when it is first seen. */
const useEarlyOnes = (call: Call): ReadonlyMap<number, number> => {
  const places = useRef(new Map<number, number>());
  const next = useRef(1);
  const state = call.state.peek();
  const isEarly = (notice: Notice): boolean => {
    if (notice.is !== 'arrived' || state.is !== 'joined') return false;
    const person = call.people.peek().find(({ id }) => id === notice.id);
    return person !== undefined && person.joinedAtMs < state.sinceMs;
  };
  places.current = new Map(
    call.notices.value.map((notice) => [
      notice.key,
      places.current.get(notice.key) ?? (isEarly(notice) ? next.current++ : 0),
    ]),
  );
  return places.current;
};

const useNoticeToasts = (call: Call): readonly Toast[] => {
  const places = useEarlyOnes(call);
  return call.notices.value.filter(isToast).flatMap((notice) => {
    const place = places.get(notice.key) ?? 0;
    if (place <= mostNamed) return [toastOf(notice)];
    return place === mostNamed + 1 ? [{ key: notice.key, text: t('notice.othersHere') }] : [];
  });
};

export const StageToasts = (props: Props) => {
  const { call, reactions } = props;
  const notices = useNoticeToasts(call);
  const news = useNews(props);
  return (
    <>
      <Toasts toasts={notices} />
      <Toasts toasts={news} />
      {reactions && <SaidReaction call={call} reactions={reactions} />}
    </>
  );
};
