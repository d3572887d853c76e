// Counts the encoded frames that arrive on one line: how many, how large, and where there were gaps. VP8 alone says its size.

export interface ArrivalFigures {
  readonly frames: number;
  readonly keyFrames: number;
  readonly bytes: number;
  /** Of the last key frame; 0 before. */
  readonly width: number;
  readonly height: number;
  /** As W3C webrtc-stats counts them, but when frames arrive. */
  readonly freezes: number;
}

export interface Arrivals {
  note(payload: Uint8Array, atMs: number): void;
  read(): ArrivalFigures;
}

/** RFC 6386, 9.1: the lowest bit of the first byte is 0 in a key frame; then a start code, and 14 bits for each side. */
const keyFrameSize = (payload: Uint8Array): { width: number; height: number } | undefined => {
  if (payload.length < 10 || (payload[0]! & 1) !== 0) return undefined;
  const side = (at: number): number => (payload[at]! | (payload[at + 1]! << 8)) & 0x3fff;
  return { width: side(6), height: side(8) };
};

/** So many gaps are averaged. */
const remembered = 30;

export const createArrivals = (): Arrivals => {
  let figures: ArrivalFigures = { frames: 0, keyFrames: 0, bytes: 0, width: 0, height: 0, freezes: 0 };
  let gaps: number[] = [];
  let lastMs: number | undefined;
  const isFreeze = (gap: number): boolean => {
    const average = gaps.reduce((sum, each) => sum + each, 0) / gaps.length;
    return gaps.length > 0 && gap > Math.max(3 * average, average + 150);
  };
  return {
    note: (payload, atMs) => {
      const gap = lastMs === undefined ? undefined : atMs - lastMs;
      lastMs = atMs;
      const size = keyFrameSize(payload);
      const { frames, bytes, keyFrames, freezes } = figures;
      figures = {
        ...figures,
        ...size,
        frames: frames + 1,
        bytes: bytes + payload.length,
        keyFrames: keyFrames + (size ? 1 : 0),
        freezes: freezes + (gap !== undefined && isFreeze(gap) ? 1 : 0),
      };
      if (gap !== undefined) gaps = [...gaps, gap].slice(-remembered);
    },
    read: () => figures,
  };
};
