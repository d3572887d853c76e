// One picture of ours, camera or screen: has it encoded in the sizes that somebody wants, and hands these out.

import { createCaptureClock } from './capture-clock.ts';
import type { FrameSource, RungReading, RungSize } from './encode-messages.ts';
import { framesOf } from './frame-source.ts';
import type { KeyFrameBudget } from './key-frame-budget.ts';
import type { OutletQueue, Token } from './outlet-queue.ts';
import { createPictureSource, type PictureSource } from './picture-source.ts';
import type { FrameVerdict } from './rung-encoder.ts';
import { createRungSet, type Rung } from './rung-set.ts';

/** What of one receiver's way out (encode-outlet.ts) is needed here. */
export interface PlaceOutlet {
  readonly queue: OutletQueue<Token, EncodedVideoChunk>;
  readonly keyFrames: KeyFrameBudget;
  feed(atUs: number, nowMs: number): void;
}

export interface EncodePlace extends Disposable {
  setSource(frames: FrameSource | null): void;
  setHint(hint: string): void;
  setRungs(sizes: readonly RungSize[]): void;
  /** Undefined: none. */
  show(outlet: PlaceOutlet, index: number | undefined): void;
  /** To be called often: looks after those who have fallen behind, and after a picture that stands still. */
  tick(nowMs: number): void;
  read(nowMs: number): readonly RungReading[];
}

interface Viewer {
  readonly outlet: PlaceOutlet;
  readonly index: number;
  /** Counts while its queue flows; `next` takes its place with that one's next key frame. */
  now: Rung | undefined;
  next: Rung | undefined;
}

const isWaiting = ({ outlet, now, next }: Viewer): boolean =>
  next !== undefined && outlet.queue.isAlive() && (now !== next || outlet.queue.wantsKey());

const isWaitingFor = (viewer: Viewer, rung: Rung): boolean => viewer.next === rung && isWaiting(viewer);

/** Waits, and one is made for it alone. Without that it begins with the next that is made for somebody else. */
const isDue = (viewer: Viewer, nowMs: number): boolean => isWaiting(viewer) && viewer.outlet.keyFrames.has(nowMs);

const isGetting = ({ outlet, now }: Viewer, rung: Rung): boolean => now === rung && outlet.queue.isFlowing();

/** Who gets what of a picture. */
const createAudience = () => {
  const viewers = new Map<PlaceOutlet, Viewer>();
  const all = (): readonly Viewer[] => [...viewers.values()];
  return {
    viewers,
    all,
    isUsed: (rung: Rung): boolean => all().some((viewer) => isGetting(viewer, rung) || isWaitingFor(viewer, rung)),
    isAwaited: (rung: Rung, nowMs: number): boolean =>
      all().some((viewer) => viewer.next === rung && isDue(viewer, nowMs)),
    /** From the key frame of that time on they get that rung. */
    begin: (rung: Rung, atUs: number, nowMs: number): readonly Viewer[] => {
      const begun = all().filter((viewer) => isWaitingFor(viewer, rung));
      for (const viewer of begun) {
        viewer.now = rung;
        viewer.outlet.keyFrames.spend(nowMs);
        viewer.outlet.queue.expect(rung, atUs, true);
      }
      return begun;
    },
    goOn: (rung: Rung, atUs: number, begun: ReadonlySet<Viewer>): void => {
      for (const viewer of all())
        if (!begun.has(viewer) && isGetting(viewer, rung)) viewer.outlet.queue.expect(rung, atUs, false);
    },
    feed: (atUs: number, nowMs: number): void => {
      for (const { outlet, next } of all()) if (next) outlet.feed(atUs, nowMs);
    },
  };
};

/** `onTrouble`: an encoder has failed. */
export const createEncodePlace = (onTrouble: (error: unknown) => void): EncodePlace => {
  const clock = createCaptureClock();
  const audience = createAudience();
  const { viewers } = audience;
  let source: PictureSource | undefined;
  let sizes: readonly RungSize[] = [];
  let hint = '';
  const rungs = createRungSet({
    onFrame: (rung, chunk) => viewers.forEach(({ outlet }) => outlet.queue.fill(rung, chunk.timestamp, chunk)),
    onEnd: (rung) => viewers.forEach(({ outlet }) => outlet.queue.forget(rung)),
    onError: onTrouble,
  });

  const take = (frame: VideoFrame, nowMs: number): void => {
    const atUs = frame.timestamp;
    const verdicts = new Map<Rung, FrameVerdict>();
    for (const rung of rungs.all().filter(audience.isUsed)) {
      const verdict = rungs.encoderOf(rung).judge(atUs, nowMs, audience.isAwaited(rung, nowMs));
      if (verdict) verdicts.set(rung, verdict);
    }
    // First who changes: nobody gets one moment of two rungs.
    const begun = new Set(
      [...verdicts].flatMap(([rung, { isKey }]) => (isKey ? audience.begin(rung, atUs, nowMs) : [])),
    );
    for (const [rung, verdict] of verdicts) {
      audience.goOn(rung, atUs, begun);
      rungs.encoderOf(rung).encode(frame, verdict, nowMs);
    }
    // Asked for now, and not when it is encoded: it is to have the time at which the picture was taken.
    audience.feed(atUs, nowMs);
  };
  const onPicture = (frame: VideoFrame, nowMs: number): void => {
    try {
      take(frame, nowMs);
    } catch (error) {
      onTrouble(error);
    }
  };
  const resolve = (viewer: Viewer): void => {
    viewer.next = rungs.at(viewer.index);
    if (!viewer.next) viewer.outlet.queue.drop();
  };
  const change = (): void => {
    rungs.set(sizes, hint);
    viewers.forEach(resolve);
  };
  const show = (outlet: PlaceOutlet, index: number): void => {
    const viewer: Viewer = { outlet, index, now: viewers.get(outlet)?.now, next: undefined };
    viewers.set(outlet, viewer);
    resolve(viewer);
    const nowMs = performance.now();
    if (viewer.next) outlet.feed(Math.round(nowMs * 1_000), nowMs);
  };
  const hide = (outlet: PlaceOutlet): void => {
    viewers.delete(outlet);
    outlet.queue.drop();
  };

  return {
    setSource: (frames) => {
      source?.[Symbol.dispose]();
      source = frames ? createPictureSource({ frames: framesOf(frames), clock, onPicture }) : undefined;
    },
    setHint: (next) => {
      hint = next;
      change();
    },
    setRungs: (next) => {
      sizes = next;
      change();
    },
    show: (outlet, index) => (index === undefined ? hide(outlet) : show(outlet, index)),
    tick: (nowMs) => {
      for (const { outlet } of viewers.values()) outlet.queue.check();
      audience.feed(Math.round(nowMs * 1_000), nowMs);
      source?.tick(
        nowMs,
        audience.all().some((viewer) => isDue(viewer, nowMs)),
      );
      rungs.stopUnused(nowMs, audience.isUsed);
    },
    read: (nowMs) => rungs.read(nowMs, (rung) => audience.all().filter((viewer) => isGetting(viewer, rung)).length),
    [Symbol.dispose]: () => {
      source?.[Symbol.dispose]();
      source = undefined;
      rungs[Symbol.dispose]();
      [...viewers.keys()].forEach(hide);
      [sizes, hint] = [[], ''];
      rungs.set(sizes, hint);
    },
  };
};
