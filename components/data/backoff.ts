/**
 * How long to wait before the next try, in ms: doubling from `base` to `maximum`, with half of it left to chance so that
 * pages that lost the same server do not all come back at once.
 * @param tries tries that failed, from 1
 */
export function backoffMs(tries: number, chance: number, base = 400, maximum = 10_000): number {
  const full = Math.min(maximum, base * 2 ** Math.max(0, tries - 1));
  return Math.round(full / 2 + (full / 2) * chance);
}
