import { test } from 'vitest';
import { createWorld } from '../fakes/world.ts';
test('x', async () => {
  const world = createWorld(1);
  world.network.cut('Ana', 'Ben');
  const people = [];
  for (const name of ['Ana', 'Ben', 'Cem']) people.push(await world.person(name));
  for (const { call } of people) { await call.media.setCamera(true); call.join(); }
  await world.clock.advance(12_000);
  for (const p of people) { console.log(p.name, p.call.people.value.map(q => [q.name.value, q.connection.value.is, q.carrier.value])); for (const e of p.call.log.entries()) console.log(p.name, Math.round(e.atMs), e.level, e.area, e.event, JSON.stringify(e.details)); }
});
