import type { Log } from '../ports/log.ts';
import type { Store, Swept } from '../ports/store.ts';
import type { Chore } from './beats.ts';

const RUNS_AT_ONCE = 100;
const CACHED_AT_ONCE = 1_000;
/** Between two batches, so that whatever waits for the disk comes first. */
const BREATH_MS = 50;

export type RetentionOptions = {
  store: Pick<Store, 'deleteOldRuns' | 'deleteUnusedDefinitions' | 'deleteExpiredCache'>;
  now: () => number;
  /** How long runs are kept after they have ended, ms; null = for ever. */
  keepMs: number | null;
  log: Log;
};

/**
 * Deletes what is over and old, a batch at a time, while everything else goes on. Every worker looks, and one at a time
 * deletes. Without a time to keep runs for, only cached outputs go whose time is over.
 */
export function retention({ store, now, keepMs, log }: RetentionOptions): Chore {
  const counts = { runsDeleted: 0, definitionsDeleted: 0, cacheDeleted: 0 };

  const act: Chore['act'] = async (ended) => {
    const all = async (batch: () => Promise<Swept>): Promise<number> => {
      let deleted = 0;
      for (let more = true; more && !ended(); ) {
        const swept = await batch();
        deleted += swept.deleted;
        ({ more } = swept);
        if (more) await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
      }
      return deleted;
    };
    counts.cacheDeleted += await all(() => store.deleteExpiredCache(CACHED_AT_ONCE));
    if (keepMs === null) return;
    const runs = await all(() => store.deleteOldRuns(now() - keepMs, RUNS_AT_ONCE));
    const definitions = runs === 0 ? 0 : await all(() => store.deleteUnusedDefinitions(now() - keepMs));
    counts.runsDeleted += runs;
    counts.definitionsDeleted += definitions;
    if (runs > 0) log.info({ runs, definitions }, 'Runs that ended long ago were deleted');
  };
  return { name: 'retention', everyMs: 60_000, act, counts };
}
