import { expect, test } from 'vitest';
import { createDataUse, pictureWishOf } from '#engine/call/data-use.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('the choice is remembered on this device', async () => {
  const store = createFakeStore();
  const first = createDataUse(store);
  expect(first.use.value).toBe('automatic');
  first.set('sound-only');
  await settled();
  const later = createDataUse(store);
  await settled();
  expect(later.use.value).toBe('sound-only');
  expect(pictureWishOf(later.use.value)).toBe('none');
});

test('a choice made before the memory has answered stands', async () => {
  const store = createFakeStore();
  await store.set('data-use', 'sound-only');
  const model = createDataUse(store);
  model.set('save-data');
  await settled();
  expect(model.use.value).toBe('save-data');
});

test.each([['sometimes'], [7], [null], [{}]])('a memory of %s is none', async (kept) => {
  const store = createFakeStore();
  await store.set('data-use', kept);
  const model = createDataUse(store);
  await settled();
  expect(model.use.value).toBe('automatic');
});
