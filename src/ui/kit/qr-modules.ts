// A QR code as one SVG path: what is dark, in units of one module.

import { encodeQR } from 'qr';

export interface QrModules {
  /** Width and height in modules, the quiet zone included. */
  readonly size: number;
  /** An SVG path of the dark modules. */
  readonly path: string;
}

/** ISO/IEC 18004, 5.3.8: readers look for this much light around the code. */
const quietZone = 4;

/** Each run of dark modules in a row is one rectangle. */
const rowPath = (row: readonly boolean[], y: number): string => {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x += 1;
    path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
  }
  return path;
};

/** The code of `text` with a medium level of repair; undefined when `text` is too long for any code (2,331 bytes). */
export const qrModulesOf = (text: string): QrModules | undefined => {
  try {
    const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietZone });
    return { size: rows.length, path: rows.map(rowPath).join('') };
  } catch {
    return undefined;
  }
};
