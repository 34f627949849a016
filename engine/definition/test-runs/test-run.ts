import type { Json, JsonObject } from '../json.ts';
import type { Definition } from '../schema.ts';

/** One node alone, or everything up to one. */
export type RunPart = { only: string } | { upTo: string };

/** How data stands in for a step: the port it leaves by, and whether its output is written to the run's variables. */
export type Stand = { branch?: string; vars?: true };

export type TestRunRequest = {
  /** Null runs all of it. */
  part: RunPart | null;
  /** Outputs that stand in for running their nodes, by node id: what is pinned, or what an earlier run gave. */
  data: Readonly<Record<string, Json>>;
  /** Timers pass at once. */
  skipWaits: boolean;
  /** Outcomes that approvals take without asking, by node id. */
  decide: Readonly<Record<string, string>>;
};

/** What a test run is started with. */
export type TestRun = {
  definition: Definition;
  /** Outputs by node id, of steps that are not run. */
  pinned: JsonObject;
  stands: Record<string, Stand>;
};

/**
 * Why a part cannot be run: there is no such node; it only runs to undo another; it is disabled, or stands in what is;
 * what it reads has no data; an approval has no such outcome.
 */
export type TestRefusal = { why: 'unknown_node' | 'undo' | 'disabled' | 'missing_data' | 'unknown_outcome'; nodes: string[]; message: string };

export type PreparedTestRun = { ok: true; run: TestRun } | { ok: false; refusal: TestRefusal };

export function partNode(part: RunPart): string {
  return 'only' in part ? part.only : part.upTo;
}
