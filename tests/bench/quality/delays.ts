// Which picture or sound that arrived is which of those that left, and how long it was under way. Pure.

/** Longer than a call can be late, shorter than the camera takes to come to the same number again. */
const longestMs = 2_000;

/** Of each picture that arrived, ms. What came before the probe began is left out. */
export const pictureDelays = (
  sent: readonly (readonly [number: number, atMs: number])[],
  received: readonly (readonly [number: number, atMs: number])[],
): number[] =>
  received.flatMap(([number, atMs]) => {
    const left = sent.findLast((each) => each[0] === number && each[1] <= atMs);
    return left && atMs - left[1] < longestMs ? [atMs - left[1]] : [];
  });

/** Half of what lies between two beeps: what is later belongs to the next one. */
const longestSoundMs = 450;

/** Of each sound that arrived, ms. */
export const soundDelays = (sent: readonly number[], received: readonly number[]): number[] =>
  received.flatMap((atMs) => {
    const left = sent.findLast((each) => each <= atMs);
    return left !== undefined && atMs - left < longestSoundMs ? [atMs - left] : [];
  });
