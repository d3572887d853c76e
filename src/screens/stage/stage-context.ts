// What the stage's actions work on.

import type { Call } from '#engine/call/api.ts';
import type { ChatModel } from '#features/chat/chat-types.ts';
import type { HandsModel } from '#features/hands/hands-types.ts';
import type { ReactionsModel } from '#features/reactions/reactions-types.ts';
import { chat, hands, reactions } from '#features/registry.ts';
import type { Prefs } from '#screens/prefs/prefs.ts';
import { copyText } from '#ui/kit/copy-text.ts';
import { signal, type ReadonlySignal } from '@preact/signals';
import { floatStage } from './float-stage.ts';
import { selfTile } from './plan-stage.ts';
import { createStageModel, type StageModel } from './stage-model.ts';

/** A feature that is broken, or not there, is undefined. */
export interface StageContext {
  readonly call: Call;
  readonly model: StageModel;
  readonly chat: ChatModel | undefined;
  readonly hands: HandsModel | undefined;
  readonly reactions: ReactionsModel | undefined;
  /** How often the link was copied: what is said of it is said again each time. */
  readonly copies: ReadonlySignal<number>;
  /** Copies the link of the call; where the browser refuses, the invitation shows it to copy by hand. */
  copyLink(): void;
  /** The call in a small window above other programs, or back. Needs a click. */
  float(): void;
  /** How often the small window could not be loaded. */
  readonly failedFloats: ReadonlySignal<number>;
}

/** The tile whose picture floats where pages get no window of their own: the large one, whoever speaks, any other. */
const tileToFloat = (call: Call, model: StageModel): HTMLElement | null => {
  const large = model.plan.peek().large.at(-1);
  const wanted = [large === selfTile ? call.selfId : large, call.speaker.peek()];
  const places = [...wanted.map((id) => `[data-tile="${id}"]`), '[data-placed]:not([data-self])'];
  const pictures = places.map((place) => document.querySelector(`${place} video[data-shown]`));
  return pictures.find((picture) => picture !== null)?.closest('li') ?? null;
};

/** One for each stage. */
export const createStageContext = (call: Call, link: string, { values: { isMirrored } }: Prefs): StageContext => {
  const model = createStageModel(call);
  const copies = signal(0);
  const copyLink = async (): Promise<void> => {
    if (await copyText(link)) copies.value += 1;
    else model.open({ is: 'invite' });
  };
  const failedFloats = signal(0);
  let isOpening = false;
  const float = async (): Promise<void> => {
    if (isOpening) return;
    isOpening = true;
    try {
      await floatStage(
        async (windows) => {
          const { openFloating } = await import('./floating-view.tsx');
          // The call may have ended meanwhile, and nobody would close the window.
          if (call.state.peek().is === 'joined') await openFloating(windows, { call, model, isMirrored });
        },
        tileToFloat(call, model),
      );
    } catch {
      failedFloats.value += 1;
    } finally {
      isOpening = false;
    }
  };
  return {
    call,
    model,
    chat: call.feature(chat),
    hands: call.feature(hands),
    reactions: call.feature(reactions),
    copies,
    copyLink: () => void copyLink(),
    float: () => void float(),
    failedFloats,
  };
};
