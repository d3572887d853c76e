// Looks how large everybody's pictures really are on the screen, and whether anybody can see them, and tells the call. Loaded
// when somebody has been in the call for a moment.

import { createScope, type Stop } from '#core/base/scope.ts';
import type { Call, Participant, Shown } from '#engine/call/api.ts';
import { effect } from '@preact/signals';
import { screenTile } from './plan-stage.ts';
import { hidden, largestShown, shownPicture } from './shown-picture.ts';
import type { StageModel } from './stage-model.ts';
import { watchVideos } from './watch-videos.ts';

/** What is drawn anew is there by then. */
const settleMs = 50;

type StagePlan = Pick<StageModel, 'plan'>;

const priorityOf = (tile: string, { speaker }: Call, { plan }: StagePlan): 'pinned' | 'speaking' | 'grid' => {
  if (plan.peek().large.includes(tile)) return 'pinned';
  return speaker.peek() === tile ? 'speaking' : 'grid';
};

/** Tells `call` of everybody, from now on. `root` has the tiles. */
export const watchShown = (root: HTMLElement, call: Call, model: StagePlan): Stop => {
  const scope = createScope();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const person of call.people.peek()) tell(person);
  };
  const lookSoon = (): void => {
    timer ??= setTimeout(look, settleMs);
  };
  const videos = scope.use(watchVideos(root, look, lookSoon));

  /** What had an element once. */
  const known = new WeakSet<MediaStream>();
  const shownOf = (tile: string, stream: MediaStream | null): Shown | undefined => {
    const shown = largestShown(
      videos.all().flatMap((video) => {
        if (!stream || video.srcObject !== stream) return [];
        known.add(stream);
        const { isApart, ...box } = videos.boxOf(video);
        const view = video.ownerDocument.defaultView ?? globalThis;
        const one = shownPicture({
          ...box,
          pixelRatio: view.devicePixelRatio,
          pictureWidth: video.videoWidth,
          pictureHeight: video.videoHeight,
          // What floats or fills the screen by the browser's own means is never cut off.
          isWhole: (isApart && view === globalThis) || view.getComputedStyle(video).objectFit === 'contain',
          priority: isApart ? 'pinned' : priorityOf(tile, call, model),
        });
        return [one];
      }),
    );
    // A stream that has no element yet is about to get one: nothing is said until then.
    return shown ?? (stream && known.has(stream) ? hidden : undefined);
  };
  const tell = ({ id, stream, screen: shared }: Participant): void => {
    const [camera, screenShown] = [shownOf(id, stream.peek()), shownOf(screenTile(id), shared.peek())];
    call.setShown(id, { ...(camera && { camera }), ...(screenShown && { screen: screenShown }) });
  };
  scope.add(() => clearTimeout(timer));
  scope.add(
    effect(() => {
      void [model.plan.value, call.speaker.value];
      for (const { stream, screen: shared } of call.people.value) void [stream.value, shared.value];
      lookSoon();
    }),
  );
  return () => scope[Symbol.dispose]();
};
