import type { PlanChange, RunEvent } from './events.ts';

/** The change of plan that an event makes; null for all others. */
export function planChange(event: RunEvent): PlanChange | null {
  if (event.type === 'run.migrated') return { from: event.data.from, to: event.data.to };
  return event.type === 'run.forked' ? event.data.plan : null;
}

/** Whether an event may say whose a history is, or under which plan it goes on. */
export function isTurn(event: RunEvent): boolean {
  return event.type === 'run.migrated' || event.type === 'run.forked';
}

/**
 * Ids of the definitions that a history was decided under, the first one first.
 * @param current of the definition that the run has now, for a history that never changed it
 */
export function definitionIds(history: readonly RunEvent[], current: string): [string, ...string[]] {
  const ids: string[] = [];
  for (const event of history) {
    const change = planChange(event);
    if (change === null) continue;
    if (ids.length === 0) ids.push(change.from.definitionId);
    ids.push(change.to.definitionId);
  }
  const [first = current, ...later] = new Set(ids);
  return [first, ...later];
}

/** The definition a history stands under after its last event. */
export function definitionIdAt(history: readonly RunEvent[], current: string): string {
  for (let at = history.length - 1; at >= 0; at -= 1) {
    const change = planChange(history[at]!);
    if (change !== null) return change.to.definitionId;
  }
  return current;
}

/** Whose history it is at its beginning: a fork's tells of its source until it says that it was forked. */
export function firstRunId(history: readonly RunEvent[], runId: string): string {
  for (const event of history) if (event.type === 'run.forked') return event.data.source.runId;
  return runId;
}
