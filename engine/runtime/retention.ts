import type { Log } from '../ports/log.ts';
import type { Store, Swept } from '../ports/store.ts';
import { Beats } from './beats.ts';

const SWEEP_MS = 60_000;
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
  everyMs?: number;
};

/**
 * Deletes what is over and old, a batch at a time, while everything else goes on. Every worker looks, and one at a time
 * deletes. Without a time to keep runs for, only cached outputs go whose time is over.
 */
export class Retention {
  private readonly beats: Beats;
  private ended = false;
  readonly counts = { runsDeleted: 0, definitionsDeleted: 0, cacheDeleted: 0 };

  constructor(private readonly options: RetentionOptions) {
    this.beats = new Beats('retention', options.everyMs ?? SWEEP_MS, () => this.sweep(), options.log);
  }

  start(): void {
    this.beats.start();
  }

  close(): void {
    this.ended = true;
    this.beats.end();
  }

  private async sweep(): Promise<void> {
    const { store, keepMs, now, log } = this.options;
    this.counts.cacheDeleted += await this.all(() => store.deleteExpiredCache(CACHED_AT_ONCE));
    if (keepMs === null) return;
    const runs = await this.all(() => store.deleteOldRuns(now() - keepMs, RUNS_AT_ONCE));
    const definitions = runs === 0 ? 0 : await this.all(() => store.deleteUnusedDefinitions(now() - keepMs));
    this.counts.runsDeleted += runs;
    this.counts.definitionsDeleted += definitions;
    if (runs > 0) log.info({ runs, definitions }, 'Runs that ended long ago were deleted');
  }

  private async all(batch: () => Promise<Swept>): Promise<number> {
    let deleted = 0;
    for (let more = true; more && !this.ended; ) {
      const swept = await batch();
      deleted += swept.deleted;
      ({ more } = swept);
      if (more) await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
    }
    return deleted;
  }
}
