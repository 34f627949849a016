/** @param p from 0 to 1, nearest rank */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new Error('Nothing was measured.');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)]!;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** What several measurements spread over, for the table: `median of 5 (6,102–6,530)`. */
export function spread(values: readonly number[]): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  return values.length === 1 ? 'measured once' : `median of ${values.length} (${whole(Math.min(...values))}–${whole(Math.max(...values))})`;
}

/** Consecutive parts of about the same length. */
export function spells<T>(values: readonly T[], count: number): T[][] {
  return Array.from({ length: count }, (_, index) => values.slice(Math.round((index * values.length) / count), Math.round(((index + 1) * values.length) / count))).filter((part) => part.length > 0);
}
