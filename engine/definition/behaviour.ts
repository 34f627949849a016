import type { NodeShape } from './catalogue.ts';
import { isFlow, scopeOf } from './graph.ts';
import type { JsonObject } from './json.ts';
import type { RetryPolicy, Timeouts } from './plan.ts';
import { retryPolicyOf, timeoutsOf } from './policies.ts';
import type { Definition, Join, NodeDefinition, OnError, WorkflowSettings } from './schema.ts';

/** What of a node type decides how its steps are tried; a draft may name a type that nobody knows. */
export type SpecDefaults = Pick<NodeShape, 'retry' | 'timeouts' | 'external'>;

/** Who undoes whom. Of several compensate edges from one node the last one counts. */
export type Undoes = { readonly undoOf: ReadonlyMap<string, string>; readonly targets: ReadonlySet<string> };

export function undoesOf(definition: Definition): Undoes {
  const undoOf = new Map<string, string>();
  for (const edge of definition.edges) if (!isFlow(edge)) undoOf.set(edge.source, edge.target);
  return { undoOf, targets: new Set(undoOf.values()) };
}

export type Behaviour = {
  type: string;
  typeVersion: number;
  params: JsonObject;
  scope: string;
  join: Join;
  rest: 'run' | 'cancel';
  retry: RetryPolicy;
  timeouts: Timeouts;
  onError: OnError;
  cache: { ttl: string } | null;
  always: boolean;
  disabled: boolean;
  undo: string | null;
  isUndo: boolean;
};

/**
 * Everything that decides what a step of this node does, defaults merged; names, notes and positions are not in it.
 * `PlanNode.behaviourHash` is the hash of it, and `diffDefinitions` tells what in it differs.
 */
export function behaviourOf(node: NodeDefinition, spec: SpecDefaults, settings: WorkflowSettings, { undoOf, targets }: Undoes): Behaviour {
  return {
    type: node.type,
    typeVersion: node.typeVersion,
    params: node.params,
    scope: scopeOf(node),
    join: node.join ?? 'all',
    rest: node.rest ?? 'run',
    retry: retryPolicyOf(node, spec, settings),
    timeouts: timeoutsOf(node, spec),
    onError: node.onError ?? 'fail',
    cache: node.cache ?? null,
    always: node.always ?? false,
    disabled: node.disabled ?? false,
    undo: undoOf.get(node.id) ?? null,
    isUndo: targets.has(node.id),
  };
}

/** The queue that a node's tasks go to; null = the run's. A poller's queue is a parameter of the node. */
export function taskQueueOf(node: NodeDefinition, spec: SpecDefaults): string | null {
  return (spec.external === true && typeof node.params.queue === 'string' ? node.params.queue : node.taskQueue) ?? null;
}
