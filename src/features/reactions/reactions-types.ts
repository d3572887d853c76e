// What the screens may know of reactions.

import type { PersonId } from '#core/base/ids.ts';
import type { ReadonlySignal } from '@preact/signals-core';
import type { ReactionCode } from './reaction-codes.ts';

export interface ShownReaction {
  readonly key: number;
  readonly person: PersonId;
  readonly reaction: ReactionCode;
  /** By our clock (`ClockPort.nowMs`). */
  readonly atMs: number;
}

export interface ReactionsModel extends Disposable {
  /** What is to be seen now, own ones included, oldest first; each for 4 seconds, at most 30. */
  readonly shown: ReadonlySignal<readonly ShownReaction[]>;
  /** To everybody. False when it was too soon after the last ones, and nothing happened. */
  react(reaction: ReactionCode): boolean;
}
