// What an encoder has sent beyond the bits that it was told. Pure.
//
// Firefox's VP8 encoder (153) goes no coarser than a certain point, and leaves out no frame: of a noisy picture of 640x360 it
// sent 2.6 Mbit/s, told 0.6. Whoever's path carries no more would see everything late, and then nothing.

export interface BitDebt {
  sent(bytes: number, bitrateBps: number, nowMs: number): void;
  /** So much that the next frame is better left out. */
  isTooMuch(nowMs: number): boolean;
}

/** A key frame, and a page that is turned over, are that much at once, and are made up for by smaller frames. */
const usualMs = 2_000;
/**
 * So much more than it was told is let pass. At exactly what it was told it would stay as slow as it is: the encoder gives
 * each frame all the bits of the time since the one before.
 */
const toleratedRatio = 1.15;

export const createBitDebt = (): BitDebt => {
  // In time: how long it would take to send what is too much.
  let debtMs = 0;
  let lastMs = -Infinity;
  const settle = (nowMs: number): number => {
    debtMs = Math.max(0, debtMs - (nowMs - lastMs) * toleratedRatio);
    lastMs = nowMs;
    return debtMs;
  };
  return {
    sent: (bytes, bitrateBps, nowMs) => {
      // One alone, however large, stops nothing: that is a page that is turned over on a path that carries little.
      debtMs = settle(nowMs) + Math.min(usualMs, (bytes * 8_000) / Math.max(1, bitrateBps));
    },
    isTooMuch: (nowMs) => settle(nowMs) > usualMs,
  };
};
