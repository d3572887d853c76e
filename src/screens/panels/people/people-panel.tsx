// Everybody in the call: whose turn it is, who speaks, and how loud each is for us.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { PersonId } from '#core/base/ids.ts';
import type { Call } from '#engine/call/api.ts';
import { carrierNameOf, nameOf } from '#screens/words/person-words.ts';
import texts from '#ui/i18n/locales/en/people.json';
import { addTexts, t } from '#ui/i18n/t.ts';
import { Button } from '#ui/kit/button.tsx';
import { Panel } from '#ui/kit/panel.tsx';
import { holdOrder, orderPeople } from './order-people.ts';
import { PersonRow, SelfRow } from './person-row.tsx';
import css from './people-panel.module.css';

addTexts(texts);

interface Props {
  readonly call: Call;
  /** Who raised a hand, first come first; we may be among them. */
  readonly hands: readonly PersonId[];
  /** The tile that is pinned to be large. */
  readonly pinned: string | undefined;
  onDetails(id: PersonId): void;
  onPin(id: PersonId): void;
  /** Where it is given, whoever is alone is offered to invite somebody. */
  onInvite?(): void;
  onClose(): void;
}

/** True while a pointer or the keyboard is in the list: then nobody moves away under it. */
const useHold = () => {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  return {
    isHeld: isPointed || isFocused,
    handlers: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      // A click leaves the focus behind; that alone holds nothing.
      onFocusIn: ({ target }: FocusEvent) => setFocused(target instanceof Element && target.matches(':focus-visible')),
      onFocusOut: () => setFocused(false),
    },
  };
};

const useOrder = (call: Call, hands: readonly PersonId[], isHeld: boolean): readonly PersonId[] => {
  const shown = useRef<readonly PersonId[]>([]);
  const order = orderPeople(call.people.value, hands);
  const next = isHeld ? holdOrder(order, shown.current) : order;
  useEffect(() => void (shown.current = next));
  return next;
};

const Alone = ({ onInvite }: Pick<Props, 'onInvite'>) => (
  <div class={css['alone']}>
    <p>
      <strong>{t('people.alone')}</strong>
    </p>
    <p>{t('people.aloneLead')}</p>
    {onInvite && (
      <Button icon="invite" look="accent" onClick={onInvite}>
        {t('people.invite')}
      </Button>
    )}
  </div>
);

/** Whom we help. It costs our network something, so we are told. */
const Carrying = ({ call }: { readonly call: Call }) => {
  const nameOfId = (id: PersonId): string => {
    const person = call.people.value.find((each) => each.id === id);
    return person ? nameOf(person) : t('tile.unnamed');
  };
  return (
    <div role="status">
      {call.carrying.value.map(({ between: [one, other] }) => (
        <p key={`${one} ${other}`} class={css['carrying']}>
          {t('people.carrying', { one: nameOfId(one), other: nameOfId(other) })}
        </p>
      ))}
    </div>
  );
};

export const PeoplePanel = ({ call, hands, pinned, onDetails, onPin, onInvite, onClose }: Props) => {
  const { isHeld, handlers } = useHold();
  const order = useOrder(call, hands, isHeld);
  const people = new Map(call.people.value.map((person) => [person.id, person]));
  const placeOf = (id: PersonId): number => hands.indexOf(id) + 1;
  return (
    <Panel title={t('people.title')} count={people.size + 1} onClose={onClose}>
      <ol class={css['people']} aria-label={t('people.list')} {...handlers}>
        <SelfRow call={call} handPlace={placeOf(call.selfId)} />
        {order.map((id) => {
          const person = people.get(id);
          if (!person) return null;
          return (
            <PersonRow
              key={id}
              person={person}
              carrierName={carrierNameOf(person, call.people.value)}
              handPlace={placeOf(id)}
              isPinned={pinned === id}
              onDetails={onDetails}
              onPin={onPin}
            />
          );
        })}
      </ol>
      <Carrying call={call} />
      {people.size === 0 && <Alone {...(onInvite && { onInvite })} />}
    </Panel>
  );
};
