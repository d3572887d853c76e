// How much a picture differs from its source: peak signal-to-noise ratio of brightness, in decibels. Pure.

interface Plane {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly stride?: number;
}

/** Each dot the mean of those that it stands for: what a scaler for such a step does. */
export const shrinkPlane = ({ bytes, width, height }: Plane, by: number): Plane => {
  const small = { width: Math.floor(width / by), height: Math.floor(height / by) };
  const shrunk = new Uint8Array(small.width * small.height);
  for (let at = 0; at < shrunk.length; at += 1) {
    const [left, top] = [(at % small.width) * by, Math.floor(at / small.width) * by];
    let sum = 0;
    for (let y = top; y < top + by; y += 1) for (let x = left; x < left + by; x += 1) sum += bytes[y * width + x] ?? 0;
    shrunk[at] = Math.round(sum / (by * by));
  }
  return { bytes: shrunk, ...small };
};

/** Identical pictures count as this: more is beyond what eight bits can tell. */
const mostDecibels = 60;

/** Of two planes of one size, without the first `skippedRows`. */
export const psnrOf = (source: Plane, received: Plane, skippedRows = 0): number => {
  let squares = 0;
  for (let y = skippedRows; y < source.height; y += 1) {
    const [a, b] = [y * (source.stride ?? source.width), y * (received.stride ?? received.width)];
    for (let x = 0; x < source.width; x += 1)
      squares += ((source.bytes[a + x] ?? 0) - (received.bytes[b + x] ?? 0)) ** 2;
  }
  const mean = squares / (source.width * (source.height - skippedRows));
  return mean === 0 ? mostDecibels : Math.min(mostDecibels, 10 * Math.log10(255 ** 2 / mean));
};
