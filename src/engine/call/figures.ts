// What samples of a connection come to: the verdict and the report. Loaded with the first look, when whoever joins is there.

import type { EncodingReader, EncodingReaderOptions } from './encoding-report.ts';

export { readReport } from './person-report.ts';
export { historyLength, judgeQuality, measureQuality } from './quality.ts';

/** Loaded from here, because whoever is only in the call has no use for it, nor for knowing where it is. */
export const openEncodingReader = async (options: EncodingReaderOptions): Promise<EncodingReader> =>
  (await import('./encoding-report.ts')).createEncodingReader(options);
