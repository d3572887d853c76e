// What happens on a tile in passing: a raised hand beside the name, reactions over the picture.

import type { PersonId } from '#core/base/ids.ts';
import { placeInLine } from '#features/hands/hand-order.ts';
import type { HandsModel } from '#features/hands/hands-types.ts';
import { FloatingReactions } from '#features/reactions/floating-reactions.tsx';
import type { ReactionsModel } from '#features/reactions/reactions-types.ts';
import { t } from '#ui/i18n/t.ts';
import { Icon } from '#ui/kit/icon.tsx';
import css from './tile.module.css';

/** Undefined where a feature is broken or not there. */
export interface TileLife {
  readonly hands: HandsModel | undefined;
  readonly reactions: ReactionsModel | undefined;
}

interface Props {
  readonly id: PersonId;
  readonly life: TileLife;
}

export const TileSigns = ({ id, life: { hands } }: Props) => {
  const place = hands && placeInLine(hands.order.value, id);
  if (place === undefined) return null;
  return (
    <span class={css['hand']} role="img" aria-label={t('tile.hand', { place })}>
      <Icon name="hand" />
      <span aria-hidden="true">{place}</span>
    </span>
  );
};

export const TileExtras = ({ id, life: { reactions } }: Props) =>
  reactions ? <FloatingReactions shown={reactions.shown} person={id} /> : null;
