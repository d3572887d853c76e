// Reactions: a small sign for a moment, to everybody who is there.

import { defineFeature } from '#engine/call/api.ts';
import { createReactions } from './reactions-model.ts';
import type { ReactionsModel } from './reactions-types.ts';
import { reactionSchema } from './reactions-wire.ts';

export const reactions = defineFeature<ReactionsModel>({
  id: 'reactions',
  version: 1,
  messages: { reaction: reactionSchema },
  start: createReactions,
});
