// The number of a picture, painted into it: large light and dark blocks in its first rows, which survive every encoder. Runs in
// workers, too, and so needs nothing from around itself.

/** 10 bits of number, 4 of checksum: a picture that was damaged is not taken for another. */
const numberBits = 10;
const checkBits = 4;
const blocks = numberBits + checkBits;
/** Of the picture's width that a block takes, and of its height. */
const blockParts = { width: blocks + 2, height: 18 } as const;

const light = 220;
const dark = 30;
/** Between the two, with room for what an encoder does to an edge. */
const middle = (light + dark) / 2;

export const maxFrameNumber = 2 ** numberBits;

const checksum = (number: number): number => (number * 7 + (number >> 4) * 3 + 5) % 2 ** checkBits;

/** The rows that the code takes in a picture of `height`. */
export const codeRows = (height: number): number => Math.floor(height / blockParts.height);

/** Writes `number` over the first rows of a plane of brightness. */
export const paintFrameNumber = (plane: Uint8Array, width: number, height: number, number: number): void => {
  const code = number * 2 ** checkBits + checksum(number);
  const blockWidth = width / blockParts.width;
  for (let x = 0; x < width; x += 1) {
    const block = Math.floor(x / blockWidth) - 1;
    const isLight = block >= 0 && block < blocks && ((code >> (blocks - 1 - block)) & 1) === 1;
    for (let y = 0; y < codeRows(height); y += 1) plane[y * width + x] = isLight ? light : dark;
  }
};

/** The number in the first rows of a plane; undefined where there is none. Any size of what was painted will do. */
export const readFrameNumber = (
  plane: Uint8Array,
  { width, height, stride = width }: { readonly width: number; readonly height: number; readonly stride?: number },
): number | undefined => {
  const y = Math.floor(codeRows(height) / 2);
  const blockWidth = width / blockParts.width;
  let code = 0;
  for (let block = 0; block < blocks; block += 1) {
    const x = Math.floor((block + 1.5) * blockWidth);
    code = code * 2 + ((plane[y * stride + x] ?? 0) > middle ? 1 : 0);
  }
  const number = code >> checkBits;
  return checksum(number) === code % 2 ** checkBits ? number : undefined;
};
