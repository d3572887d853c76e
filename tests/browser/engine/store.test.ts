// The contract of the store, kept by IndexedDB.

import { storeContract } from '../../contract/store-contract.ts';
import { createStore } from '#shell/platform/store.ts';

storeContract(createStore);
