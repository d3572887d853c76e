// How large one's camera is sent to each person: every person costs an encoder and a share of the uplink, so the more
// there are, the smaller the picture (research: a plain mesh in full size saturates a laptop at four people).

export interface CameraLimits {
  /** The shorter side of the picture, pixels. */
  readonly maxHeight: number;
  readonly maxFramerate: number;
  readonly maxBitrateBps: number;
  /** Nothing is sent at all, and nothing encoded; the track stays where it is. */
  readonly isPaused?: boolean;
}

const isSame = (a: CameraLimits, b: CameraLimits): boolean =>
  a.maxHeight === b.maxHeight &&
  a.maxFramerate === b.maxFramerate &&
  a.maxBitrateBps === b.maxBitrateBps &&
  (a.isPaused ?? false) === (b.isPaused ?? false);

/** By the number of others, smallest first. The sizes are those that people look at in a grid of that many tiles. */
const steps: readonly (readonly [others: number, limits: CameraLimits])[] = [
  [1, { maxHeight: 720, maxFramerate: 30, maxBitrateBps: 1_800_000 }],
  [2, { maxHeight: 540, maxFramerate: 30, maxBitrateBps: 900_000 }],
  [4, { maxHeight: 360, maxFramerate: 24, maxBitrateBps: 500_000 }],
  [8, { maxHeight: 270, maxFramerate: 20, maxBitrateBps: 300_000 }],
];
/** The last step: also what somebody gets who wants to save data. */
export const smallestCameraLimits: CameraLimits = { maxHeight: 180, maxFramerate: 15, maxBitrateBps: 150_000 };

/** A picture a second, some 3 KB each: what is left where nothing moves any more. */
export const stillCameraLimits: CameraLimits = { maxHeight: 180, maxFramerate: 1, maxBitrateBps: 24_000 };

/** What all of `limits` allow; the very same object where one of them alone says it. */
export const leastOf = (first: CameraLimits, ...more: readonly CameraLimits[]): CameraLimits =>
  more.reduce((least, each) => {
    const both: CameraLimits = {
      maxHeight: Math.min(least.maxHeight, each.maxHeight),
      maxFramerate: Math.min(least.maxFramerate, each.maxFramerate),
      maxBitrateBps: Math.min(least.maxBitrateBps, each.maxBitrateBps),
      ...((least.isPaused || each.isPaused) && { isPaused: true }),
    };
    return [least, each].find((one) => isSame(one, both)) ?? both;
  }, first);

/** The limits for a call with that many others. The same object for the same step, so that a change can be seen. */
export const planCameraLimits = (others: number): CameraLimits =>
  steps.find(([upTo]) => others <= upTo)?.[1] ?? smallestCameraLimits;

/**
 * The first pictures. A key frame of 720p takes a slow processor 40 ms, is some 40 KB, and leaves at the 300 kbit/s that
 * the browser starts with; before that the encoder drops frames until it has found a size that fits. A small one is
 * there a tenth of a second sooner (docs/BENCHMARKS.md), and by the time anybody looks closely it has grown.
 */
export const limitFirstPicture = (limits: CameraLimits): CameraLimits => ({
  ...limits,
  maxHeight: Math.min(limits.maxHeight, 180),
});

/** For so long after connecting; by then the browser has measured what the path can carry. */
export const firstPictureMs = 1_000;

/** The encoding of a sender whose camera gives pictures of `width` x `height`; 720p where the camera doesn't tell. */
export const encodingFor = (
  { maxHeight, maxFramerate, maxBitrateBps, isPaused = false }: CameraLimits,
  { width = 1280, height = 720 }: { readonly width?: number | undefined; readonly height?: number | undefined },
): Pick<RTCRtpEncodingParameters, 'active' | 'maxBitrate' | 'maxFramerate' | 'scaleResolutionDownBy'> => ({
  active: !isPaused,
  maxBitrate: maxBitrateBps,
  maxFramerate,
  scaleResolutionDownBy: Math.max(1, Math.min(width, height) / maxHeight),
});
