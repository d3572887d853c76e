// The tiles of everybody, placed for the space there is.

import { useMemo, useRef } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { t } from '#ui/i18n/t.ts';
import { useSize } from '#ui/kit/use-size.ts';
import { Invitation } from './invitation.tsx';
import { PersonTile } from './person-tile.tsx';
import { placeTiles } from './place-tiles.ts';
import { SelfTile } from './self-tile.tsx';
import css from './people-grid.module.css';

interface Props {
  readonly call: Call;
  readonly link: string;
  onBlocked(retry: () => void): void;
}

export const PeopleGrid = ({ call, link, onBlocked }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ref);
  const people = call.people.value;
  const count = people.length;
  const placement = useMemo(
    () => placeTiles(count, { width, height, gap: Math.min(width, height) < 500 ? 6 : 12 }),
    [count, width, height],
  );
  return (
    <div ref={ref} class={css['people']} data-alone={count === 0 ? '' : undefined}>
      <ul class={css['tiles']} aria-label={t('stage.people')}>
        {people.map((person, index) => (
          <PersonTile key={person.id} person={person} box={placement.others[index]} onBlocked={onBlocked} />
        ))}
        <SelfTile key="self" call={call} box={placement.self} isFloating={placement.isSelfFloating} />
      </ul>
      {count === 0 && <Invitation link={link} />}
    </div>
  );
};
