// The fake devices and the store in memory keep the contracts that Chromium keeps (tests/browser/engine).

import { describe } from 'vitest';
import { mediaContract } from '../../../contract/media-contract.ts';
import { storeContract } from '../../../contract/store-contract.ts';
import { createFakeMedia } from '../../../fakes/media.ts';
import { createFakeStore } from '../../../fakes/store.ts';

describe('fake devices', () => mediaContract(createFakeMedia));
describe('the store in memory', () => {
  const store = createFakeStore();
  storeContract(() => store);
});
