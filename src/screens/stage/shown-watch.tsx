// Where `watchShown` lives on the stage: draws nothing.

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Call } from '#engine/call/api.ts';
import type { StageModel } from './stage-model.ts';
import { watchShown } from './watch-shown.ts';

export interface ShownProps {
  readonly call: Call;
  readonly model: StageModel;
  /** What has the tiles in it. */
  readonly root: RefObject<HTMLElement | null>;
}

export const ShownWatch = ({ call, model, root }: ShownProps) => {
  useLayoutEffect(() => (root.current ? watchShown(root.current, call, model) : undefined), [call, model, root]);
  return null;
};
