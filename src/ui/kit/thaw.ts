// A picture that stands still though new ones come. Chromium 156 now and then shows none of those that arrive after a path
// was broken for some seconds: they are decoded, and the element stays at the last one for good. A stream that is put in
// anew is shown.

import type { Stop } from '#core/base/scope.ts';

/** After a break the first picture is a key frame that is sent at once. Each further attempt waits twice as long. */
const firstPatienceMs = 700;
const maxAttempts = 5;

/**
 * Waits for a new picture in `video`, and calls `renew` whenever there is none for a while: five times at most, since a
 * camera that is off gives none. The browser draws no pictures in a hidden page: that says nothing.
 */
export const thaw = (video: HTMLVideoElement, renew: () => void): Stop => {
  let timer: ReturnType<typeof setTimeout>;
  let attempts = 0;
  const handle = video.requestVideoFrameCallback(() => clearTimeout(timer));
  const wait = (): void => {
    timer = setTimeout(
      () => {
        if (document.visibilityState === 'visible') renew();
        attempts += 1;
        if (attempts < maxAttempts) wait();
      },
      firstPatienceMs * 2 ** attempts,
    );
  };
  wait();
  return () => {
    clearTimeout(timer);
    video.cancelVideoFrameCallback(handle);
  };
};
