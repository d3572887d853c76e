// What the page and encode.worker.ts say to each other. In both realms.

/** As `PicturePlace` of the port, which workers do not see. */
export type PlaceName = 'camera' | 'screen';

export interface RungSize {
  readonly maxHeight: number;
  readonly maxFramerate: number;
  readonly bitrateBps: number;
}

export interface RungReading extends RungSize {
  readonly width: number;
  readonly height: number;
  readonly framesEncoded: number;
  readonly keyFrames: number;
  readonly bytes: number;
  readonly framesDropped: number;
  readonly encodeMs: number;
  readonly outlets: number;
}

export type EncodeReadings = Readonly<Record<PlaceName, readonly RungReading[]>>;

/** The side of a still frame, pixels. No real picture is that small, by which the worker tells them apart. */
export const stillSize = 16;

/**
 * The frames of a track: as a stream, where the browser makes one. Else a port: the worker says (anything) that it takes one,
 * and is sent the next `VideoFrame`, or null when the track has ended.
 */
export type FrameSource = ReadableStream<VideoFrame> | MessagePort;

/** A track of still frames: it takes any frame, or, as a port, makes one of that moment whenever it is told (anything). */
export type StillSink = WritableStream<VideoFrame> | MessagePort;

export interface SourceOrder {
  readonly place: PlaceName;
  readonly frames: FrameSource | null;
}

export type EncodeOrder =
  /** Everything from the beginning: whoever had something of it before has nothing any more. */
  | { readonly say: 'reset' }
  | ({ readonly say: 'source' } & SourceOrder)
  /** The track's `contentHint`: may change while the track stays. */
  | { readonly say: 'hint'; readonly place: PlaceName; readonly hint: string }
  | { readonly say: 'rungs'; readonly place: PlaceName; readonly rungs: readonly RungSize[] }
  /** `still`: the track that the outlet's sender sends instead of the real one. */
  | { readonly say: 'open'; readonly outlet: string; readonly place: PlaceName; readonly still: StillSink }
  | { readonly say: 'show'; readonly outlet: string; readonly rung: number | undefined }
  /** The outlet's sender sends only what it encodes itself from now on. */
  | { readonly say: 'close'; readonly outlet: string }
  /** Its connection is over. */
  | { readonly say: 'forget'; readonly outlet: string }
  | { readonly say: 'read'; readonly request: number };

export type EncodeNews =
  | { readonly say: 'readings'; readonly request: number; readonly readings: EncodeReadings }
  | { readonly say: 'trouble'; readonly reason: string };

/** How a sender's transform says which outlet it is. */
export interface OutletRole {
  readonly outlet: string;
}
