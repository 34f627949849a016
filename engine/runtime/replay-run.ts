import { definitionIds, isTurn } from '../core/plan-changes.ts';
import { PagedReplay } from '../core/replay.ts';
import type { RunEvent } from '../core/events.ts';
import type { Json } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import type { Store } from '../ports/store.ts';
import type { RunRow } from '../ports/views.ts';
import type { ReplayReport } from './engine.ts';
import { groupsOf } from './groups.ts';
import { inSlices } from './in-slices.ts';
import type { LargeValues } from './large-values.ts';
import type { Plans } from './plans.ts';

type Reading = { store: Pick<Store, 'readEvents'>; plans: Pick<Plans, 'byId'>; values: Pick<LargeValues, 'large' | 'load'> };

/**
 * Decides the history of a run again and compares. It is read twice, a page at a time: first for what plans it went by, and
 * then for the rest. A history may have millions of events, and none of its pages is kept.
 */
export async function replayRun({ store, plans, values }: Reading, { id, definitionId }: Pick<RunRow, 'id' | 'definitionId'>): Promise<ReplayReport> {
  const turns: RunEvent[] = [];
  let last = 0;
  for await (const groups of groupsOf(store, id)) {
    for (const event of groups) if (isTurn(event)) turns.push(event);
    last = groups.at(-1)?.seq ?? last;
  }
  const [first, ...others] = definitionIds(turns, definitionId);
  const later = await Promise.all(others.map(async (other): Promise<[string, Plan]> => [other, await plans.byId(other)]));
  // What one input needed stays at hand for its page: the next one may need more than is kept.
  let atHand = new Map<string, Json>();
  const replay = new PagedReplay(await plans.byId(first), id, turns, new Map(later), values.large((ref) => atHand.get(ref.hash)));
  for await (const groups of groupsOf(store, id, last)) {
    atHand = new Map();
    const same = await inSlices(replay.take(groups), async ({ refs }) => {
      for (const [hash, value] of await values.load(id, refs)) atHand.set(hash, value);
    });
    if (!same) break;
  }
  return replay.report(last);
}
