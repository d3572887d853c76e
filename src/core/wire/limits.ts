// The most that a peer may ask of us. Everything above is dropped before it is parsed (DESIGN D5; research/limits.md 3.4).

export const limits = {
  /** One control message. Both browsers take 256 KB; 64 KB keeps a late joiner's history to a few messages. */
  controlBytes: 64 * 1024,
  /** One signaling text on a link: an offer with five media lines has about 8 KB. */
  signalBytes: 64 * 1024,
  /** Control messages of one peer: steady rate and burst. A person who types and clicks stays below 5 a second. */
  controlPerSecond: 20,
  controlBurst: 120,
  /** Signaling texts from one person over all links. */
  signalPerSecond: 30,
  signalBurst: 120,
  /** What one feature may tell a newcomer. */
  lateBytes: 1024 * 1024,
  nameLength: 60,
  /** People that one peer may say it is connected to. */
  rosterLength: 64,
  /** Connections that we hold at once; Chromium stops at 500 for a page, Trystero keeps 20 of them waiting. */
  people: 60,
} as const;

/** The versions of the protocol that this app speaks. */
export const protocol = { min: 1, max: 1 } as const;
