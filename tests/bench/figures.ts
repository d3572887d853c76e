// Percentiles of what was measured, and the table that says them.

export const percentile = (values: readonly number[], percent: number): number | undefined => {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  // The nearest rank: with 20 values, p95 is the 19th.
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
};

export const inMs = (value: number | undefined): string => (value === undefined ? '-' : `${Math.round(value)} ms`);

export const markdownTable = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
