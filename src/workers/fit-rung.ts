// The size in which a picture is encoded for a rung.

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** VP8 halves the colours in both directions: an odd side would be cut. */
const toEven = (length: number): number => Math.max(2, 2 * Math.round(length / 2));

/** Its shorter side is at most `maxHeight`, its shape stays, and it never grows. */
export const fitRung = ({ width, height }: PictureSize, maxHeight: number): PictureSize => {
  const scale = Math.min(1, maxHeight / Math.min(width, height));
  return { width: toEven(width * scale), height: toEven(height * scale) };
};
