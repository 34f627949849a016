import type { NodeKind, NodeSpec } from './catalogue.ts';
import type { Template } from './expressions/template.ts';
import type { Json, JsonObject } from './json.ts';
import type { JsonSchemaDocument, OnError } from './schema.ts';

/** The id of the top-level scope in `Plan.scopes`; a container's inside goes by the container's node id. */
export const ROOT_SCOPE = '';

export type PlanEdge = { readonly id: string; readonly source: string; readonly branch: string; readonly target: string };

export type RetryPolicy = {
  /** Total tries, the first included. */
  readonly maximumAttempts: number;
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maximumIntervalMs: number;
  /** Share of the interval, 0…1, by which it may differ either way. */
  readonly jitter: number;
  readonly nonRetryable: readonly string[];
};

export type Timeouts = {
  readonly startToCloseMs: number | null;
  readonly scheduleToStartMs: number | null;
  readonly scheduleToCloseMs: number | null;
  readonly heartbeatMs: number | null;
};

export type PlanNode = {
  readonly id: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly kind: NodeKind;
  readonly name: string;
  /** Scope it stands in: `ROOT_SCOPE` or the id of its container. */
  readonly scope: string;
  readonly spec: NodeSpec;
  /** Parameters as drawn. */
  readonly raw: JsonObject;
  /** One compiled template per parameter; literal parameters give their value back. */
  readonly params: ReadonlyMap<string, Template>;
  /** Cases of a `switch`, in order. */
  readonly cases: readonly { readonly id: string; readonly when: Template }[];
  readonly incoming: readonly PlanEdge[];
  readonly outgoing: readonly PlanEdge[];
  /** Output ports in drawing order, `error` last where `onError` is `branch`. */
  readonly branches: readonly string[];
  /** Incoming edges that must be taken before the node fires; null = wait until all are resolved, run if one was taken. */
  readonly need: number | null;
  readonly cancelRest: boolean;
  /** Node that undoes this one (target of its compensate edge). */
  readonly undo: string | null;
  /** True when the node is the target of a compensate edge: it never runs forward. */
  readonly isUndo: boolean;
  readonly retry: RetryPolicy;
  readonly timeouts: Timeouts;
  readonly onError: OnError;
  readonly cacheTtlMs: number | null;
  readonly taskQueue: string | null;
  /** Null when the node says none: then the run's, else the workflow's. */
  readonly priority: number | null;
  /** Runs when everything else in the top level has closed, whatever the outcome. */
  readonly always: boolean;
  readonly disabled: boolean;
  /** SHA-256 of everything that decides what a step of this node does; names, notes and positions are not in it. */
  readonly behaviourHash: string;
};

export type PlanScope = {
  readonly id: string;
  /** Nodes that run forward (undo and clean-up nodes left out), in topological order. */
  readonly order: readonly string[];
  /** The same in levels by Kahn's algorithm. */
  readonly levels: readonly (readonly string[])[];
  /** Nodes without an incoming edge, in drawing order. */
  readonly entries: readonly string[];
  /** Nodes without an outgoing edge; their outputs are the scope's when it holds no `end`. */
  readonly sinks: readonly string[];
  readonly ends: readonly string[];
  readonly cleanups: readonly string[];
  /** Steps at once, for `group`; null = no limit. */
  readonly concurrency: number | null;
};

/** A compiled, executable definition. Immutable; compiled once per version and process. */
export type Plan = {
  /** SHA-256 of the canonical executable part of the definition (ui, notes, names and positions left out). */
  readonly hash: string;
  readonly name: string;
  readonly input: JsonSchemaDocument | null;
  readonly output: JsonSchemaDocument | null;
  readonly queries: ReadonlyMap<string, Template>;
  readonly updates: ReadonlyMap<string, { schema: JsonSchemaDocument | null; set: ReadonlyMap<string, Template>; result: Template | null }>;
  readonly timeoutMs: number | null;
  readonly timeoutCountsPeople: boolean;
  readonly taskQueue: string;
  readonly priority: number;
  readonly searchAttributes: ReadonlyMap<string, Template>;
  readonly onConflict: 'fail' | 'return' | 'cancel';
  readonly nodes: ReadonlyMap<string, PlanNode>;
  readonly scopes: ReadonlyMap<string, PlanScope>;
  /** Declared signal names (of `signal` nodes with a literal name) and their payload schemas. */
  readonly signals: ReadonlyMap<string, JsonSchemaDocument | null>;
};

/** What the definition says of a node's step as it is now, for those who may not wait for a run: pinned data. */
export type PinnedOutputs = ReadonlyMap<string, Json>;
