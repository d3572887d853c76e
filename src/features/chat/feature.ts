// Text chat, with its history for whoever comes later.

import { defineFeature } from '#engine/call/api.ts';
import { createChat, type ChatState } from './chat-model.ts';
import { historySchema, messageSchema, type ChatHistory } from './chat-wire.ts';

export const chat = defineFeature<ChatState>({
  id: 'chat',
  version: 1,
  messages: { message: messageSchema },
  start: createChat,
  late: {
    schema: historySchema,
    save: (model) => model.history(),
    load: (model, state) => model.addHistory(state as ChatHistory),
    digest: (model) => model.digest(),
  },
});
