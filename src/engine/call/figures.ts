// What samples of a connection come to: the verdict and the report. Loaded with the first look, when whoever joins is there.

export { readReport } from './person-report.ts';
export { historyLength, judgeQuality, measureQuality } from './quality.ts';
