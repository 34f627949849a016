import { behaviourOf, taskQueueOf, type Behaviour, type SpecDefaults, type Undoes } from './behaviour.ts';
import type { Shapes } from './catalogue.ts';
import type { Json } from './json.ts';
import { changeOf, diffJson, isSameJson, type ValueChange } from './json-diff.ts';
import type { RetryPolicy, Timeouts } from './plan.ts';
import type { NodeDefinition, RetrySettings, TimeoutSettings, WorkflowSettings } from './schema.ts';

/** `behaviour` is what a run does; `layout` is everything else: places, sizes, names, notes, and what is only written otherwise. */
export type ChangeEffect = 'behaviour' | 'layout';

export type MemberChange = ValueChange & {
  effect: ChangeEffect;
  /**
   * Who says it: the thing itself; the settings of the workflow, from which a node has what it does not say; or the
   * compensate edges, which make `/undo` (the node that undoes this one) and `/isUndo`.
   */
  saidBy: 'itself' | 'settings' | 'edges';
};

/** A node with what of its document decides about it. */
export type NodeSide = { node: NodeDefinition; spec: SpecDefaults; settings: WorkflowSettings; behaviour: Behaviour };

const UNKNOWN_TYPE: SpecDefaults = {};

export function nodeSide(node: NodeDefinition, catalogue: Shapes, settings: WorkflowSettings, undoes: Undoes): NodeSide {
  const spec = catalogue.get(node.type) ?? UNKNOWN_TYPE;
  return { node, spec, settings, behaviour: behaviourOf(node, spec, settings, undoes) };
}

/**
 * What of a node differs; pointers lead into the node. A member has an effect when what follows from it is another: one
 * that only writes a default out, or `60s` as `1m`, has none. Something of `behaviour` is in it exactly when the behaviour
 * hash of the node, or the queue or priority that it names itself, is another.
 */
export function diffNode(before: NodeSide, after: NodeSide): MemberChange[] {
  const [old, now] = [before.behaviour, after.behaviour];
  return [
    ...member(before, after, 'type', old.type, now.type),
    ...member(before, after, 'typeVersion', old.typeVersion, now.typeVersion),
    ...member(before, after, 'parent', old.scope, now.scope),
    ...diffJson(old.params, now.params, '/params').map((change): MemberChange => ({ ...change, effect: 'behaviour', saidBy: 'itself' })),
    ...member(before, after, 'join', old.join, now.join),
    ...member(before, after, 'rest', old.rest, now.rest),
    ...member(before, after, 'onError', old.onError, now.onError),
    ...RETRY.flatMap(([key, effective]) => retryMember(before, after, key, effective)),
    ...TIMEOUTS.flatMap(([key, effective]) => timeoutMember(before, after, key, effective)),
    ...member(before, after, 'cache', old.cache, now.cache),
    ...member(before, after, 'taskQueue', taskQueueOf(before.node, before.spec), taskQueueOf(after.node, after.spec)),
    ...member(before, after, 'priority', priorityOf(before), priorityOf(after)),
    ...member(before, after, 'always', old.always, now.always),
    ...member(before, after, 'disabled', old.disabled, now.disabled),
    ...byEdges('/undo', old.undo ?? undefined, now.undo ?? undefined),
    ...byEdges('/isUndo', old.isUndo, now.isUndo),
    ...layout('/name', before.node.name, after.node.name),
    ...layout('/position', before.node.position, after.node.position),
    ...UI.flatMap((key) => layout(`/ui/${key}`, before.node.ui?.[key], after.node.ui?.[key])),
  ];
}

const UI = ['collapsed', 'color', 'locked', 'note', 'pinned', 'size'] as const satisfies readonly (keyof NonNullable<NodeDefinition['ui']>)[];

const RETRY: readonly (readonly [keyof RetrySettings, keyof RetryPolicy])[] = [
  ['maximumAttempts', 'maximumAttempts'],
  ['initialInterval', 'initialIntervalMs'],
  ['backoffCoefficient', 'backoffCoefficient'],
  ['maximumInterval', 'maximumIntervalMs'],
  ['jitter', 'jitter'],
  ['nonRetryable', 'nonRetryable'],
];
const TIMEOUTS: readonly (readonly [keyof TimeoutSettings, keyof Timeouts])[] = [
  ['startToClose', 'startToCloseMs'],
  ['scheduleToStart', 'scheduleToStartMs'],
  ['scheduleToClose', 'scheduleToCloseMs'],
  ['heartbeat', 'heartbeatMs'],
];

type Plain = 'type' | 'typeVersion' | 'parent' | 'join' | 'rest' | 'onError' | 'cache' | 'taskQueue' | 'priority' | 'always' | 'disabled';

/** A member as it is written; whether it has an effect is seen at what follows from it. */
function member(before: NodeSide, after: NodeSide, key: Plain, was: Json, is: Json): MemberChange[] {
  return written(`/${key}`, before.node[key], after.node[key], was, is);
}

function written(pointer: string, before: Json | undefined, after: Json | undefined, was: Json | undefined, is: Json | undefined): MemberChange[] {
  if (isSameJson(before, after)) return [];
  return [{ ...changeOf(pointer, before, after), effect: isSameJson(was, is) ? 'layout' : 'behaviour', saidBy: 'itself' }];
}

function retryMember(before: NodeSide, after: NodeSide, key: keyof RetrySettings, effective: keyof RetryPolicy): MemberChange[] {
  const pointer = `/retry/${key}`;
  const [was, is] = [policyValue(before, effective), policyValue(after, effective)];
  const own = written(pointer, before.node.retry?.[key], after.node.retry?.[key], was, is);
  if (own.length > 0 || after.node.retry?.[key] !== undefined || isSameJson(was, is)) return own;
  const [old, now] = [before.settings.retry?.[key], after.settings.retry?.[key]];
  // The same words with another meaning follow from a member that is named by itself: the type, or the first interval.
  return isSameJson(old, now) ? [] : [{ ...changeOf(pointer, old, now), effect: 'behaviour', saidBy: 'settings' }];
}

function policyValue({ behaviour }: NodeSide, key: keyof RetryPolicy): Json {
  return key === 'nonRetryable' ? [...behaviour.retry.nonRetryable] : behaviour.retry[key];
}

function timeoutMember(before: NodeSide, after: NodeSide, key: keyof TimeoutSettings, effective: keyof Timeouts): MemberChange[] {
  return written(`/timeouts/${key}`, before.node.timeouts?.[key], after.node.timeouts?.[key], before.behaviour.timeouts[effective], after.behaviour.timeouts[effective]);
}

function byEdges(pointer: string, before: Json | undefined, after: Json | undefined): MemberChange[] {
  return isSameJson(before, after) ? [] : [{ ...changeOf(pointer, before, after), effect: 'behaviour', saidBy: 'edges' }];
}

function layout(pointer: string, before: Json | undefined, after: Json | undefined): MemberChange[] {
  return isSameJson(before, after) ? [] : [{ ...changeOf(pointer, before, after), effect: 'layout', saidBy: 'itself' }];
}

function priorityOf({ node, settings }: NodeSide): number {
  return node.priority ?? settings.priority ?? 0;
}
