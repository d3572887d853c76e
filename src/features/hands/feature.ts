// Raised hands, in an order that everybody agrees on.

import { defineFeature } from '#engine/call/api.ts';
import { createHands, type HandsState } from './hands-model.ts';
import { handsSchema, loweredSchema, raisedSchema, type ToldHands } from './hands-wire.ts';

export const hands = defineFeature<HandsState>({
  id: 'hands',
  version: 1,
  messages: { raised: raisedSchema, lowered: loweredSchema },
  start: createHands,
  late: {
    schema: handsSchema,
    save: (model) => model.told(),
    load: (model, state, from) => model.addTold(state as ToldHands, from),
    digest: (model) => model.digest(),
  },
});
