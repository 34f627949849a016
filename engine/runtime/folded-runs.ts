import { emptyState } from '../core/empty-state.ts';
import { evolve } from '../core/evolve.ts';
import type { RunEvent } from '../core/events.ts';
import type { RunState } from '../core/state.ts';
import type { Store } from '../ports/store.ts';
import { EngineError } from './engine.ts';
import { LastUsed } from './last-used.ts';

/** Events folded before others get the event loop again. */
const PAGE = 1_000;
/** Folded histories kept for views: the last ones looked at, and of those with many steps fewer. */
const KEPT = { entries: 20, weight: 100_000 };

/** A whole history, in order. */
export async function everyEvent(store: Pick<Store, 'readEvents'>, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for (;;) {
    const page = await store.readEvents(runId, events.at(-1)?.seq ?? 0, PAGE);
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}

/** Folded states for views, with everything retained; a view that is asked for again only folds what is new. */
export class FoldedRuns {
  private readonly kept: LastUsed<RunState>;

  constructor(
    private readonly store: Store,
    most = KEPT,
  ) {
    this.kept = new LastUsed(most, (state) => state.steps.size);
  }

  get size(): number {
    return this.kept.size;
  }

  /** One fold of a run at a time; each caller sees the run at least as of its call. @throws EngineError run_not_found */
  of(runId: string): Promise<RunState> {
    const before = this.kept.get(runId);
    const next = (before ?? Promise.resolve(null)).catch(() => null).then((state) => this.catchUp(runId, state));
    this.kept.set(runId, next);
    return next;
  }

  private async catchUp(runId: string, known: RunState | null): Promise<RunState> {
    let state = known ?? emptyState(runId, { retain: true });
    for (;;) {
      const page = await this.store.readEvents(runId, state.seq, PAGE);
      for (const event of page) state = evolve(state, event);
      if (page.length < PAGE) break;
    }
    if (state.seq === 0) throw new EngineError('run_not_found', `There is no run ${runId}.`);
    return state;
  }
}
