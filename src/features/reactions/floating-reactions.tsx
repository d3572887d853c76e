// The reactions of one person, rising over their tile. Seen only: what is spoken is said in one place for all.

import type { ReadonlySignal } from '@preact/signals';
import type { PersonId } from '#core/base/ids.ts';
import { reactionLooks } from './reaction-codes.ts';
import type { ShownReaction } from './reactions-types.ts';
import css from './floating-reactions.module.css';

interface Props {
  /** `ReactionsModel.shown`. */
  readonly shown: ReadonlySignal<readonly ShownReaction[]>;
  readonly person: PersonId;
}

/** Side by side, so that several at once can be told apart. */
const lanes = 5;

export const FloatingReactions = ({ shown, person }: Props) => {
  const own = shown.value.filter((each) => each.person === person);
  if (own.length === 0) return null;
  return (
    <div class={css['field']} aria-hidden="true">
      {own.map(({ key, reaction }) => (
        <span key={key} class={css['reaction']} data-lane={key % lanes}>
          {reactionLooks[reaction].emoji}
        </span>
      ))}
    </div>
  );
};
