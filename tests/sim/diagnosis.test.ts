// What people are told about somebody whom they can't reach, and when.

import { expect, test } from 'vitest';
// What comes later is there at once: fake time doesn't wait for a file.
import '#engine/call/diagnosing.ts';
import { createWorld, type Inhabitant } from '../fakes/world.ts';

const codes = ({ call }: Inhabitant): (string | undefined)[] =>
  call.people.value.map(({ diagnosis }) => diagnosis.value?.is);

test('a pair without a path is told so within 10 s, stays told, and is connected once there is one', async () => {
  const world = createWorld(1);
  const [ana, ben] = [await world.person('Ana'), await world.person('Ben')];
  world.network.cut('Ana', 'Ben');
  for (const { call } of [ana, ben]) call.join();
  await world.clock.advance(5_000);
  expect(codes(ana)).toEqual(['under-way']);
  await world.clock.advance(5_000);
  expect([codes(ana), codes(ben)]).toEqual([['no-path'], ['no-path']]);
  const seen = new Set<string | undefined>();
  for (let round = 0; round < 100; round += 1) {
    await world.clock.advance(500);
    for (const code of [...codes(ana), ...codes(ben)]) seen.add(code);
  }
  expect([...seen]).toEqual(['no-path']);
  const [person] = ana.call.people.value;
  expect((await person?.journal())?.entries.map(({ what }) => what)).toContain('gave-up');
  world.network.restore('Ana', 'Ben');
  await world.clock.advance(30_000);
  expect(ana.call.people.value.map(({ connection }) => connection.value.is)).toEqual(['connected']);
  expect(codes(ana)).toEqual([undefined]);
});

test('nobody who is connected is diagnosed, and who was is while the path is broken', async () => {
  const world = createWorld(2);
  const people = [await world.person('Ana'), await world.person('Ben')];
  for (const { call } of people) call.join();
  await world.clock.advance(5_000);
  for (const person of people) expect(codes(person)).toEqual([undefined]);
  world.network.cut('Ana', 'Ben');
  await world.clock.advance(8_000);
  const [ana, ben] = people;
  expect(ana?.call.people.value.find(({ id }) => id === ben?.call.selfId)?.diagnosis.value?.is).toBe('reconnecting');
});
