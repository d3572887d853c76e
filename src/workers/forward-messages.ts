// What the page and forward.worker.ts say to each other. In both realms.

export type ForwardMessage =
  /** What comes through a tap goes out of an outlet as well. `still`: the track that the outlet's sender sends. */
  | { readonly say: 'join'; readonly tap: string; readonly outlet: string; readonly still: WritableStream<VideoFrame> }
  /** Not any more. */
  | { readonly say: 'part'; readonly tap: string; readonly outlet: string }
  /** The connection is over: what is named so sees and sends nothing any more. Its streams stay open, in Chromium 156. */
  | { readonly say: 'forget'; readonly id: string };

/** How a transform says what it is: a tap sits on a receiver, an outlet on a sender. */
export interface ForwardRole {
  readonly is: 'tap' | 'outlet';
  readonly id: string;
}
