// Runs inside the page, before the page: notes when Join was pressed and when the first picture of somebody else was shown.

export interface JoinWatch {
  clickedAt?: number;
  firstFrameAt?: number;
}

/** Installed at document start in both contenders, so that both are measured by the very same code. */
export const watchJoin = (): void => {
  const watch: JoinWatch = {};
  (window as unknown as { joinWatch: JoinWatch }).joinWatch = watch;
  document.addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (button && /join call/i.test(button.textContent ?? '')) watch.clickedAt ??= event.timeStamp;
    },
    { capture: true },
  );
  // A picture counts when it can be seen: an element may play before it is shown.
  const isSeen = (video: HTMLVideoElement): boolean => video.checkVisibility({ opacityProperty: true });
  const waitForPicture = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback(() => {
      if (isSeen(video)) watch.firstFrameAt ??= performance.now();
      else waitForPicture(video);
    });
  };
  const watched = new WeakSet<HTMLVideoElement>();
  const look = (): void => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('[data-testid="tile"]:not([data-self]) video')) {
      if (watched.has(video)) continue;
      watched.add(video);
      waitForPicture(video);
    }
  };
  new MutationObserver(look).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-testid'],
  });
};

/** Milliseconds from the click; negative for what was done before, in the green room. */
export interface JoinTimes {
  readonly firstFrame: number | undefined;
  readonly stages: Readonly<Record<string, number>>;
}

export const readJoin = (): JoinTimes => {
  const { clickedAt, firstFrameAt } = (window as unknown as { joinWatch: JoinWatch }).joinWatch;
  if (clickedAt === undefined || firstFrameAt === undefined) return { firstFrame: undefined, stages: {} };
  const stages: Record<string, number> = {};
  for (const { name, startTime } of performance.getEntriesByType('mark')) {
    const [, stage] = /^starling:(.+)$/.exec(name) ?? [];
    if (stage) stages[stage] ??= startTime - clickedAt;
  }
  return { firstFrame: firstFrameAt - clickedAt, stages };
};

/** The own picture runs: the camera is open. */
export const hasOwnPicture = (): boolean =>
  [...document.querySelectorAll('video')].some((video) => video.videoWidth > 0 && !video.paused);
