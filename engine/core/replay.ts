import { canonicalJson, type Json } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { sha256 } from '../definition/sha256.ts';
import { advance } from './advance.ts';
import { emptyState } from './empty-state.ts';
import type { RunEvent, RunInput } from './events.ts';

export type ReplayReport = {
  ok: boolean;
  events: number;
  /** Events the core derived again. */
  decisions: number;
  /** SHA-256 over the canonical text of the history. */
  hash: string;
  divergence?: { seq: number; expected: Json; actual: Json; message: string };
};

/**
 * Folds a history through the core again: takes its inputs at their own instants and compares every event that follows
 * with the one that was recorded. `expected` of a divergence is what the history holds, `actual` what the core decides.
 */
export function replay(plan: Plan, runId: string, history: readonly RunEvent[]): ReplayReport {
  let state = emptyState(runId);
  let decisions = 0;
  let texts = '';
  const report = (divergence?: ReplayReport['divergence']): ReplayReport => ({
    ok: divergence === undefined, events: history.length, decisions, hash: sha256(texts), ...(divergence === undefined ? {} : { divergence }),
  });
  for (let position = 0; position < history.length; ) {
    const event = history[position]!;
    if (event.derived) return report({ seq: event.seq, expected: asJson(event), actual: null, message: 'The history holds a decision that the core does not make.' });
    const { seq: _seq, at, derived: _derived, ...input } = event;
    let events: RunEvent[];
    try {
      const result = advance(plan, state, input as RunInput, at);
      if (!result.accepted) return report({ seq: event.seq, expected: asJson(event), actual: null, message: `The core refuses this input: ${result.refusal.message}` });
      state = result.state;
      events = result.events;
    } catch (error) {
      return report({ seq: event.seq, expected: asJson(event), actual: null, message: `The core fails on this input: ${(error as Error).message}` });
    }
    for (const actual of events) {
      const expected = history[position];
      const actualText = canonicalJson(actual);
      if (expected === undefined || canonicalJson(expected) !== actualText) {
        return report({
          seq: actual.seq, expected: expected === undefined ? null : asJson(expected), actual: asJson(actual),
          message: expected === undefined ? 'The core decides more than the history holds.' : 'The core decides something else.',
        });
      }
      texts += `${actualText}\n`;
      if (actual.derived) decisions += 1;
      position += 1;
    }
  }
  return report();
}

function asJson(event: RunEvent): Json {
  return JSON.parse(canonicalJson(event)) as Json;
}
