/**
 * Since when a run goes on by itself, epoch ms. A fork has the past of another with its instants; what it took is counted
 * from the fork, as in lists. A moment in that past is looked at as the other run had it.
 * @param begun of the history, epoch ms
 * @param at the moment that is looked at, epoch ms
 */
export function ownStart(begun: number, run: { startedAt: string }, at = Infinity): number {
  const own = Math.max(begun, Date.parse(run.startedAt));
  return at < own ? begun : own;
}
