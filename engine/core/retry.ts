import type { RetryPolicy } from '../definition/plan.ts';

/**
 * Wait before the next attempt, in ms: `initial × coefficient^(attempt−1)`, at most the maximum, moved by up to ± jitter.
 * Follows the retry policy of Temporal (initial interval, backoff coefficient, maximum interval).
 * @param attempt the attempt that failed, from 1
 * @param draw chance in [0, 1) that the jitter is taken from
 */
export function backoffMs(policy: RetryPolicy, attempt: number, draw: number): number {
  const grown = policy.initialIntervalMs * policy.backoffCoefficient ** (attempt - 1);
  const capped = Math.min(grown, policy.maximumIntervalMs);
  return Math.max(0, Math.round(capped * (1 + policy.jitter * (2 * draw - 1))));
}
