// Hands first, then by arrival; and nobody moves away under a pointer.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import { holdOrder, orderPeople } from '#screens/panels/people/order-people.ts';

const id = (name: string): PersonId => name as PersonId;
const person = (name: string, joinedAtMs: number) => ({ id: id(name), joinedAtMs });

test('hands in their order, then the rest by arrival', () => {
  const people = [person('a', 5), person('b', 4), person('c', 3), person('d', 2), person('e', 1)];
  expect(orderPeople(people, [])).toEqual(['e', 'd', 'c', 'b', 'a']);
  expect(orderPeople(people, [id('c'), id('b'), id('gone')])).toEqual(['c', 'b', 'e', 'd', 'a']);
});

test('held, everybody stays where they were; who left is gone, who came is last', () => {
  expect(holdOrder([id('c'), id('n'), id('a')], [id('a'), id('b'), id('c')])).toEqual(['a', 'c', 'n']);
  expect(holdOrder([id('b'), id('a')], [])).toEqual(['b', 'a']);
});

test('nobody is lost, nobody stands there twice', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }).map(id), { maxLength: 30 });
  fc.assert(
    fc.property(names, names, names, (everybody, hands, before) => {
      const people = everybody.map((each, index) => ({ id: each, joinedAtMs: index % 3 }));
      const order = orderPeople(people, hands);
      expect(order.toSorted()).toEqual(everybody.toSorted());
      expect(holdOrder(order, before).toSorted()).toEqual(everybody.toSorted());
    }),
  );
});
