import { hashKey, type QueryClient } from '@tanstack/react-query';
import type { LiveRun } from './live-run.ts';
import { keys } from './query-keys.ts';

/** What an external store is to React. The maps of a run grow in place: those of one that is held back may be further than it. */
export type PacedLive = { subscribe: (changed: () => void) => () => void; read: () => LiveRun | undefined };

/**
 * A live run that is another at most every `everyMs` ms, and at once when its status is: the latest is always told in the end.
 * A run may say hundreds of events a second, and who reads values of it need not be rendered for each.
 * @param rests while it says so nothing but a status is told
 */
export function pacedLive(client: QueryClient, runId: string | null, everyMs: number, rests: () => boolean = () => false): PacedLive {
  const key = keys.runs.live(runId ?? '');
  const hash = hashKey(key);
  const now = (): LiveRun | undefined => (runId === null ? undefined : client.getQueryData<LiveRun>(key));
  let shown = now();
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    subscribe(changed) {
      let due: ReturnType<typeof setTimeout> | undefined;
      const show = (): void => {
        clearTimeout(due);
        due = undefined;
        const next = now();
        if (next === shown) return;
        shown = next;
        shownAt = performance.now();
        changed();
      };
      // What came before it was listened to.
      show();
      const showInTime = (): void => {
        due = undefined;
        if (rests()) due = setTimeout(showInTime, everyMs);
        else show();
      };
      const stop = client.getQueryCache().subscribe(({ type, query }) => {
        if (type !== 'updated' || query.queryHash !== hash) return;
        const rest = shownAt + everyMs - performance.now();
        if (now()?.state.status !== shown?.state.status || (rest <= 0 && !rests())) show();
        else due ??= setTimeout(showInTime, Math.max(0, rest));
      });
      return () => {
        clearTimeout(due);
        stop();
      };
    },
    read: () => shown,
  };
}
