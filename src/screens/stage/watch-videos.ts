// Which videos the stage shows, how large, and which of them anybody can see: on the page, above other programs, in a small window.

import { createScope, type Scope } from '#core/base/scope.ts';

export interface VideoBox {
  /** CSS pixels. */
  readonly boxWidth: number;
  readonly boxHeight: number;
  readonly isSeen: boolean;
  /** In a window of its own, or filling the screen: nobody chooses that for a picture that does not matter. */
  readonly isApart: boolean;
}

export interface VideoWatch extends Disposable {
  all(): readonly HTMLVideoElement[];
  boxOf(video: HTMLVideoElement): VideoBox;
}

/** How an iPhone fills its screen: with a player of its own. */
interface PhoneVideo extends HTMLVideoElement {
  readonly webkitDisplayingFullscreen?: boolean;
}

/** Document Picture-in-Picture (WICG), as far as it is used here. */
interface PageWindows extends EventTarget {
  readonly window: Window | null;
}
const pageWindows = (): PageWindows | undefined =>
  (globalThis as { readonly documentPictureInPicture?: PageWindows }).documentPictureInPicture;

/** Whatever happens to what a video shows, and where. The first two come before any picture does: of what is hidden none would. */
const videoEvents = [
  ...['loadstart', 'play', 'loadedmetadata', 'resize', 'emptied'],
  ...['enterpictureinpicture', 'leavepictureinpicture', 'webkitbeginfullscreen', 'webkitendfullscreen'],
] as const;

/** On their way down: half of them don't bubble. */
const listenToVideos = (root: EventTarget, scope: Scope, listener: (event: Event) => void): void => {
  for (const type of videoEvents) root.addEventListener(type, listener, { capture: true, signal: scope.signal });
};

/** The videos of the page, seen or not. What has been scrolled away or is not drawn at all, the observer tells. */
const watchPage = (root: HTMLElement, onMoved: () => void, onResized: () => void) => {
  const scope = createScope();
  const seen = new Map<HTMLVideoElement, boolean>();
  const sizes = new ResizeObserver(onResized);
  const places = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen.set(target as HTMLVideoElement, isIntersecting);
    onMoved();
  });
  scope.add(() => sizes.disconnect());
  scope.add(() => places.disconnect());
  return {
    all: (): readonly HTMLVideoElement[] => {
      const now = [...root.querySelectorAll('video')];
      for (const video of [...seen.keys()].filter((each) => !now.includes(each))) {
        seen.delete(video);
        sizes.unobserve(video);
        places.unobserve(video);
      }
      for (const video of now.filter((each) => !seen.has(each))) {
        // In sight until the observer has looked, which it does with the next picture on the screen.
        seen.set(video, true);
        sizes.observe(video);
        places.observe(video);
      }
      return now;
    },
    isSeen: (video: HTMLVideoElement): boolean => !document.hidden && seen.get(video) !== false,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};

/** The small window of the whole call (floating-view.tsx), while it is open. */
const watchPageWindow = (onGone: () => void, onChange: () => void) => {
  const scope = createScope();
  const windows = pageWindows();
  let open: Window | undefined;
  const follow = (): void => {
    open = windows?.window ?? undefined;
    if (!open) return;
    listenToVideos(open.document, scope, onChange);
    scope.listen(open, 'resize', onChange);
    scope.listen(open, 'pagehide', () => {
      open = undefined;
      onGone();
    });
    onChange();
  };
  follow();
  if (windows) scope.listen(windows, 'enter', follow);
  return {
    all: (): readonly HTMLVideoElement[] => [...(open?.document.querySelectorAll('video') ?? [])],
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};

/** `onMoved`: something was hidden or has come back; `onChange`: something else is different. */
export const watchVideos = (root: HTMLElement, onMoved: () => void, onChange: () => void): VideoWatch => {
  const scope = createScope();
  const page = scope.use(watchPage(root, onMoved, onChange));
  const pageWindow = scope.use(watchPageWindow(onMoved, onChange));
  let floating: { readonly width: number; readonly height: number } | undefined;
  scope.listen(document, 'visibilitychange', onMoved);
  listenToVideos(root, scope, (event) => {
    const { pictureInPictureWindow } = event as Partial<PictureInPictureEvent>;
    if (event.type === 'enterpictureinpicture' && pictureInPictureWindow) {
      floating = pictureInPictureWindow;
      scope.listen(pictureInPictureWindow, 'resize', onChange);
    }
    onChange();
  });
  return {
    all: () => [...page.all(), ...pageWindow.all()],
    boxOf: (video: PhoneVideo) => {
      const { clientWidth: boxWidth, clientHeight: boxHeight } = video;
      const apart = { isSeen: true, isApart: true } as const;
      if (video.ownerDocument !== document) return { boxWidth, boxHeight, ...apart };
      if (document.pictureInPictureElement === video && floating)
        return { boxWidth: floating.width, boxHeight: floating.height, ...apart };
      if (video.webkitDisplayingFullscreen) return { boxWidth: screen.width, boxHeight: screen.height, ...apart };
      return { boxWidth, boxHeight, isSeen: page.isSeen(video), isApart: false };
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
