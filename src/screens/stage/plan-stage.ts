// Who stands on the stage, and who of them is large. Pure: places are planned elsewhere (place-tiles.ts).

import type { TileWish } from './place-tiles.ts';

/** `automatic`: shared screens are large, else all are equal. `speaker`: whoever speaks is large. `grid`: all are equal. */
export type Layout = 'automatic' | 'grid' | 'speaker';

/** What the person chose last, and the shared screens that were there to choose from. */
export interface ChosenLayout {
  readonly layout: Layout;
  readonly screens: readonly string[];
}

/** The layout that holds now: whatever was chosen, a screen that is shared later is large all the same. */
export const layoutOf = (chosen: ChosenLayout, screens: readonly string[]): Layout => {
  const isAskedFor = screens.every((screen) => chosen.screens.includes(screen));
  // Without shared screens both are the same.
  return isAskedFor && (chosen.layout !== 'grid' || screens.length > 0) ? chosen.layout : 'automatic';
};

/** The one after it, of those that differ. */
export const layoutAfter = (layout: Layout, hasScreens: boolean): Layout => {
  if (layout === 'automatic') return 'speaker';
  return layout === 'speaker' && hasScreens ? 'grid' : 'automatic';
};

/** Where the own tile stands. `automatic`: in a corner where somebody else is large, among the others elsewhere. */
export type OwnPlace = 'automatic' | 'among' | 'corner' | 'hidden';

export const selfTile = 'self';

/** The tile of a person's shared screen. */
export const screenTile = (id: string): string => `${id}/screen`;

export interface StageFacts {
  /** The others, in the order of arrival. */
  readonly people: readonly { readonly id: string; readonly hasScreen: boolean }[];
  readonly isSharing: boolean;
  /** Who speaks, or spoke last. */
  readonly speaker: string | undefined;
  /** The tile that the person wants to see large. */
  readonly pinned: string | undefined;
  readonly layout: Layout;
  readonly ownPlace: OwnPlace;
  readonly isUpright: boolean;
}

export interface StagePlan {
  readonly tiles: readonly TileWish[];
  readonly large: readonly string[];
  readonly own: 'among' | 'corner' | 'hidden';
}

/** More than two shared screens at once are small enough in the grid of large ones; the rest waits beside them. */
const mostScreens = 2;

const largeOf = ({ people, speaker, pinned, layout }: StageFacts, tiles: readonly TileWish[]): readonly string[] => {
  if (pinned !== undefined && tiles.some(({ id }) => id === pinned)) return [pinned];
  if (layout === 'grid') return [];
  const screens = people.filter(({ hasScreen }) => hasScreen).map(({ id }) => screenTile(id));
  if (layout === 'automatic') return screens.slice(-mostScreens);
  const shown = people.find(({ id }) => id === speaker) ?? people[0];
  return shown ? [shown.id] : [];
};

const ownOf = (
  { people, ownPlace, isUpright }: StageFacts,
  others: number,
  large: readonly string[],
): StagePlan['own'] => {
  // Alone there is nobody else to look at, and no picture to lie on.
  if (people.length === 0) return 'among';
  if (ownPlace !== 'automatic') return ownPlace;
  const isTwo = others === 1 && !isUpright;
  return isTwo || (large.length > 0 && others === large.length) ? 'corner' : 'among';
};

/** What the stage shows. The own tile comes last; a large own tile stands among the others. */
export const planStage = (facts: StageFacts): StagePlan => {
  const others: TileWish[] = facts.people.flatMap(({ id, hasScreen }) => [
    { id, kind: 'face' as const },
    ...(hasScreen ? [{ id: screenTile(id), kind: 'screen' as const }] : []),
  ]);
  if (facts.isSharing) others.push({ id: screenTile(selfTile), kind: 'screen' });
  const self: TileWish = { id: selfTile, kind: 'face' };
  const large = largeOf(facts, [...others, self]);
  const own = large.includes(selfTile) ? 'among' : ownOf(facts, others.length, large);
  return { tiles: own === 'among' ? [...others, self] : others, large, own };
};
