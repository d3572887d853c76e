import { expect, test } from 'vitest';
import { createCompany } from '#shell/app/company.ts';
import { createFakeCall, fakePerson } from '../../fixtures/fake-call.ts';

test('counts whoever was connected, once each, also when they have left', () => {
  const call = createFakeCall();
  using company = createCompany(call);
  call.set.people.value = [fakePerson(0), fakePerson(1, { connection: { is: 'connecting', sinceMs: 0 } })];
  expect(company.count.value).toBe(1);
  call.set.people.value = [fakePerson(1)];
  call.set.people.value = [];
  call.set.people.value = [fakePerson(0)];
  expect(company.count.value).toBe(2);
});

test('somebody who comes under ever new names does not make it grow without end', () => {
  const call = createFakeCall();
  using company = createCompany(call);
  const crowd = Array.from({ length: 1_000 }, (_, index) => ({ ...fakePerson(0), id: `person${index}` as never }));
  for (const person of crowd) call.set.people.value = [person];
  expect(company.count.value).toBe(200);
});
