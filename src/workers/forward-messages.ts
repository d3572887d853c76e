// What the page and forward.worker.ts say to each other. In both realms.

export type ForwardMessage =
  /** Where the still frames go: the track that every outlet's sender sends. */
  | { readonly say: 'begin'; readonly still: WritableStream<VideoFrame> }
  /** What comes through a tap goes out of an outlet as well, or not any more. */
  | { readonly say: 'join' | 'part'; readonly tap: string; readonly outlet: string };

/** How a transform says what it is: a tap sits on a receiver, an outlet on a sender. */
export interface ForwardRole {
  readonly is: 'tap' | 'outlet';
  readonly id: string;
}
