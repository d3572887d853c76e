// Who came, who went, who wants to speak, and what went wrong, in passing.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { PersonId } from '#core/base/ids.ts';
import type { Call } from '#engine/call/api.ts';
import type { HandsModel } from '#features/hands/hands-types.ts';
import { reactionLooks } from '#features/reactions/reaction-codes.ts';
import type { ReactionsModel } from '#features/reactions/reactions-types.ts';
import { errorText, t } from '#ui/i18n/t.ts';
import { shortName } from '#ui/kit/person-name.ts';
import { Toasts, type Toast } from '#ui/kit/toasts.tsx';

interface Props {
  readonly call: Call;
  readonly hands: HandsModel | undefined;
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
      return t(notice.kind === 'camera' ? 'notice.cameraReplaced' : 'notice.microphoneReplaced', { name });
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

const nameOf = (call: Call, id: PersonId): string => {
  const person = call.people.peek().find((each) => each.id === id);
  return shortName(person?.name.peek() ?? '', id);
};

/** Hands of others that have just gone up, each once. */
const useHandToasts = (call: Call, hands: HandsModel | undefined): readonly Toast[] => {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const known = useRef<ReadonlySet<PersonId>>(new Set());
  const nextKey = useRef(0);
  const order = hands?.order.value;
  useEffect(() => {
    const up = new Set((order ?? []).map(({ person }) => person));
    const fresh = [...up].filter((id) => id !== call.selfId && !known.current.has(id));
    known.current = up;
    if (fresh.length === 0) return;
    const news = fresh.map((id) => ({
      key: (nextKey.current += 1),
      text: t('notice.hand', { name: nameOf(call, id) }),
    }));
    setToasts((old) => [...old, ...news].slice(-10));
  }, [call, order]);
  return toasts;
};

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

export const StageToasts = ({ call, hands, reactions }: Props) => {
  const raised = useHandToasts(call, hands);
  return (
    <>
      <Toasts toasts={call.notices.value.filter(isToast).map(toastOf)} />
      <Toasts toasts={raised} />
      {reactions && <SaidReaction call={call} reactions={reactions} />}
    </>
  );
};
