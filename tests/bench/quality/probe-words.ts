// What a page and its probe say to each other.

export type ProbeRequest =
  | { readonly ask: 'watch'; readonly frames: ReadableStream<VideoFrame> }
  | { readonly ask: 'listen'; readonly sound: ReadableStream<AudioData> }
  /** Forgets what was seen and heard. */
  | { readonly ask: 'begin' }
  | { readonly ask: 'tell' };

/** All times in ms on the clock that all pages of a machine share. */
export interface Probed {
  /** Number of the picture, and when it was there. */
  readonly pictures: readonly (readonly [number: number, atMs: number])[];
  /** When each sound began. */
  readonly sounds: readonly number[];
  /** Decibels, of the pictures that were compared with their source. */
  readonly psnr: readonly number[];
  readonly size: string;
}
