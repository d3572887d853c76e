import { expect, test } from 'vitest';
import {
  layoutAfter,
  layoutOf,
  planStage,
  screenTile,
  selfTile,
  type Layout,
  type StageFacts,
} from '#screens/stage/plan-stage.ts';

const person = (id: string, hasScreen = false) => ({ id, hasScreen });
const facts = (more: Partial<StageFacts> = {}): StageFacts => ({
  people: [person('ana'), person('bo'), person('cy')],
  isSharing: false,
  speaker: undefined,
  pinned: undefined,
  layout: 'automatic',
  ownPlace: 'automatic',
  isUpright: false,
  ...more,
});
const idsOf = (more: Partial<StageFacts>): string[] => planStage(facts(more)).tiles.map(({ id }) => id);

test('everybody is equal, oneself the last', () => {
  const { large, own } = planStage(facts());
  expect([idsOf({}), large, own]).toEqual([['ana', 'bo', 'cy', selfTile], [], 'among']);
});

test('two in a wide window: oneself in the corner of the other; in an upright one both are equal', () => {
  const two = [person('ana')];
  expect(planStage(facts({ people: two }))).toMatchObject({ own: 'corner', large: [] });
  expect(planStage(facts({ people: two, isUpright: true })).own).toBe('among');
});

test('a shared screen is large and its person stays beside it; of three shares the newest two are', () => {
  expect(planStage(facts({ people: [person('ana', true), person('bo')] })).large).toEqual([screenTile('ana')]);
  expect(planStage(facts({ people: ['a', 'b', 'c'].map((id) => person(id, true)) })).large).toEqual(
    ['b', 'c'].map(screenTile),
  );
});

test('the own share is seen, and never large by itself: it would show itself in itself', () => {
  const plan = planStage(facts({ isSharing: true }));
  expect(plan.tiles.map(({ id }) => id)).toContain(screenTile(selfTile));
  expect(plan.large).toEqual([]);
});

test('speaker view: who speaks; the first one before anybody spoke and after the speaker left', () => {
  expect(planStage(facts({ layout: 'speaker', speaker: 'bo' })).large).toEqual(['bo']);
  for (const speaker of [undefined, 'gone'])
    expect(planStage(facts({ layout: 'speaker', speaker })).large).toEqual(['ana']);
});

test('speaker view goes before a shared screen: it was asked for', () => {
  const people = [person('ana', true), person('bo')];
  expect(planStage(facts({ people, layout: 'speaker', speaker: 'bo' })).large).toEqual(['bo']);
});

test('what is chosen holds until somebody shares another screen, and again when that is over', () => {
  const [ana, bo] = [screenTile('ana'), screenTile('bo')];
  for (const layout of ['speaker', 'grid'] as const) {
    const chosen = { layout, screens: [ana] };
    expect([[ana], [ana, bo], [bo]].map((screens) => layoutOf(chosen, screens))).toEqual([
      layout,
      'automatic',
      'automatic',
    ]);
  }
  expect(layoutOf({ layout: 'speaker', screens: [] }, [])).toBe('speaker');
  expect(layoutOf({ layout: 'grid', screens: [ana] }, [])).toBe('automatic');
});

test('the layouts come one after the other, each different from the one before', () => {
  const round = (hasScreens: boolean): Layout[] => {
    const seen: Layout[] = ['automatic'];
    while (seen.length < 4) seen.push(layoutAfter(seen.at(-1) ?? 'automatic', hasScreens));
    return seen;
  };
  expect(round(true)).toEqual(['automatic', 'speaker', 'grid', 'automatic']);
  expect(round(false)).toEqual(['automatic', 'speaker', 'automatic', 'speaker']);
});

test('a pin wins over everything, until its tile is gone', () => {
  const sharing = { people: [person('ana', true), person('bo')], layout: 'grid' as const };
  expect(planStage(facts({ ...sharing, pinned: 'bo' })).large).toEqual(['bo']);
  expect(planStage(facts({ ...sharing, pinned: 'gone' })).large).toEqual([]);
  expect(planStage(facts({ pinned: selfTile, ownPlace: 'hidden' }))).toMatchObject({ large: [selfTile], own: 'among' });
});

test('grid keeps shared screens equal', () => {
  expect(planStage(facts({ layout: 'grid', people: [person('ana', true)] })).large).toEqual([]);
});

test('the own tile where one wants it; alone always there', () => {
  for (const ownPlace of ['among', 'corner', 'hidden'] as const) {
    const plan = planStage(facts({ ownPlace }));
    expect([plan.own, plan.tiles.some(({ id }) => id === selfTile)]).toEqual([ownPlace, ownPlace === 'among']);
    expect(planStage(facts({ ownPlace, people: [] })).own).toBe('among');
  }
});
