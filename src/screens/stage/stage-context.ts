// What the stage's actions work on.

import type { Call } from '#engine/call/api.ts';
import type { ChatModel } from '#features/chat/chat-types.ts';
import type { HandsModel } from '#features/hands/hands-types.ts';
import type { ReactionsModel } from '#features/reactions/reactions-types.ts';
import { chat, hands, reactions } from '#features/registry.ts';
import { floatStage } from './float-stage.ts';
import { showFloating } from './floating-view.tsx';
import { createStageModel, type StageModel } from './stage-model.ts';

/** A feature that is broken, or not there, is undefined. */
export interface StageContext {
  readonly call: Call;
  readonly model: StageModel;
  readonly chat: ChatModel | undefined;
  readonly hands: HandsModel | undefined;
  readonly reactions: ReactionsModel | undefined;
  /** The call in a small window above other programs, or back. Needs a click. */
  float(): void;
}

/** The tile whose picture floats where pages get no window of their own. */
const firstTile = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('[data-placed]:not([data-self]) video[data-shown]')?.closest('li') ?? null;

/** One for each stage. */
export const createStageContext = (call: Call): StageContext => {
  const model = createStageModel(call);
  return {
    call,
    model,
    chat: call.feature(chat),
    hands: call.feature(hands),
    reactions: call.feature(reactions),
    float: () => void floatStage((root) => showFloating(root, { call, model }), firstTile()),
  };
};
