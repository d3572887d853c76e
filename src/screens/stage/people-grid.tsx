// The tiles of everybody, placed for the space there is.

import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import { carrierNameOf } from '#screens/words/person-words.ts';
import { t } from '#ui/i18n/t.ts';
import { Boundary } from '#ui/kit/boundary.tsx';
import { lazy, type LazyProps } from '#ui/kit/lazy.ts';
import { useLate } from '#ui/kit/use-late.ts';
import { useSize } from '#ui/kit/use-size.ts';
import { Invitation } from './invitation.tsx';
import { PersonTile, ScreenTile } from './person-tile.tsx';
import { placeFloating, placeTiles } from './place-tiles.ts';
import { screenTile, selfTile } from './plan-stage.ts';
import { OwnScreenTile, SelfTile } from './self-tile.tsx';
import type { ShownProps } from './shown-watch.tsx';
import type { StageModel } from './stage-model.ts';
import type { TileLife } from './tile-life.tsx';
import css from './people-grid.module.css';

interface Props {
  readonly call: Call;
  readonly model: StageModel;
  readonly link: string;
  readonly life: TileLife;
  onBlocked(retry: () => void): void;
}

const ShownWatch = lazy(async () => (await import('./shown-watch.tsx')).ShownWatch);
/** The first pictures have come by then, and the processor has time. */
const watchAfterMs = 1_000;

/** Where what watches can't be had, everything comes as large as the call allows. */
const LateWatch = (props: LazyProps<ShownProps>) =>
  useLate(true, watchAfterMs) ? (
    <Boundary fallback={() => null}>
      <ShownWatch {...props} />
    </Boundary>
  ) : null;

export const PeopleGrid = ({ call, model, link, life, onBlocked }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ref);
  const people = call.people.value;
  const plan = model.plan.value;
  useLayoutEffect(() => {
    model.isUpright.value = height > width;
  }, [model, width, height]);
  const isSharing = call.media.screen.value.is === 'on';
  const isAlone = people.length === 0 && !isSharing;
  // The panel has the same link, and more to do with it.
  const isInviting = isAlone && model.panel.value?.is !== 'invite';
  const { boxes, bounds } = useMemo(
    () => placeTiles(plan, { width, height, gap: Math.min(width, height) < 500 ? 6 : 12 }),
    [plan, width, height],
  );
  const floating =
    plan.own === 'corner' ? placeFloating(model.ownCorner.value, bounds, model.isOwnSmall.value) : undefined;
  const shared = { model, speaker: call.media.speaker.value, onBlocked };
  return (
    <div ref={ref} class={css['people']} data-alone={isAlone ? '' : undefined}>
      {/* Each keeps its place in the page whatever its place on the screen: moved elements would stop playing. */}
      <ul class={css['tiles']} aria-label={t('stage.people')}>
        {people.map((person) => (
          <PersonTile
            key={person.id}
            {...shared}
            person={person}
            carrierName={carrierNameOf(person, people)}
            life={life}
            box={boxes.get(person.id)}
          />
        ))}
        {people.map(
          (person) =>
            person.screen.value && (
              <ScreenTile
                key={screenTile(person.id)}
                {...shared}
                person={person}
                box={boxes.get(screenTile(person.id))}
              />
            ),
        )}
        {isSharing && (
          <OwnScreenTile key={screenTile(selfTile)} call={call} model={model} box={boxes.get(screenTile(selfTile))} />
        )}
        {plan.own !== 'hidden' && (
          <SelfTile
            key={selfTile}
            call={call}
            model={model}
            life={life}
            isAlone={isAlone}
            // Alone the style sheet places it, beside the invitation.
            box={isAlone ? undefined : (floating ?? boxes.get(selfTile))}
            isFloating={floating !== undefined}
          />
        )}
      </ul>
      {isInviting && <Invitation link={link} />}
      {people.length > 0 && <LateWatch props={{ call, model, root: ref }} />}
    </div>
  );
};
