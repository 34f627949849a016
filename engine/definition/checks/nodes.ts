import { parseDuration } from '../duration.ts';
import { modeOf } from '../param-templates.ts';
import { retryPolicyOf } from '../policies.ts';
import type { NodeDefinition } from '../schema.ts';
import { nearest, type CheckContext } from './context.ts';
import { findingsOf } from './shape.ts';

/** Names that mean something in paths, expressions or branches, and so cannot be ids. */
const RESERVED = new Set(['nodes', 'input', 'vars', 'run', 'now', 'item', 'index', 'iteration', 'previous', 'compensated', 'constructor', 'prototype']);

/** What each node must keep by itself. */
export function checkNodes(context: CheckContext, faulty: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const node of context.definition.nodes) {
    if (seen.has(node.id)) context.error('duplicate_id', `Two nodes have the id "${node.id}".`, { node }, '/id', 'Give one of them another id.');
    seen.add(node.id);
    if (RESERVED.has(node.id)) context.error('reserved_name', `"${node.id}" means something else in expressions, so no node can be called that.`, { node }, '/id');
    checkType(context, node, faulty);
  }
}

function checkType(context: CheckContext, node: NodeDefinition, faulty: ReadonlySet<string>): void {
  const spec = context.spec(node);
  if (!spec) {
    const near = nearest(node.type, context.catalogue.keys());
    context.error('unknown_type', `There is no node type "${node.type}".`, { node }, '/type', near && `Did you mean "${near}"?`);
    return;
  }
  if (node.typeVersion > spec.version) {
    context.error('unknown_type_version', `The type "${node.type}" is known up to version ${spec.version}, not ${node.typeVersion}.`, { node }, '/typeVersion', `Use version ${spec.version}.`);
  }
  checkParams(context, node, faulty);
  checkReliability(context, node);
  if (node.always && node.parent !== undefined) context.error('always_inside', 'Only a node of the top level can be clean-up.', { node }, '/always', 'Move it out of its container, or take "always" away.');
  if (node.always && (spec.kind === 'start' || spec.kind === 'end')) context.error('always_kind', `A ${spec.kind} cannot be clean-up.`, { node }, '/always');
}

function checkParams(context: CheckContext, node: NodeDefinition, faulty: ReadonlySet<string>): void {
  const spec = context.spec(node)!;
  const parsed = spec.params.safeParse(node.params);
  const place = context.pointerOf(node);
  if (parsed.success) {
    for (const { param, ...fault } of spec.check?.(node.params, context.definition) ?? []) context.findings.push({ ...fault, pointer: `${place}/params/${param}`, node: node.id });
    return;
  }
  const holder = { node: node.id };
  for (const issue of parsed.error.issues) {
    if (issue.code === 'custom' && issue.path.length === 0 && faulty.has(node.id)) continue;
    const found = findingsOf(issue, `${place}/params`, node.params, holder);
    for (const finding of found) {
      // A bare condition may be plain true or false; its type says text only.
      const param = String(issue.path[0] ?? '');
      const value = node.params[param];
      if (modeOf(spec, param) === 'expression' && typeof value === 'boolean') continue;
      context.findings.push({ ...finding, code: issue.code === 'custom' && issue.path.length === 0 ? customCode(spec.kind) : `param_${finding.code}` });
    }
  }
}

/** A rule over several parameters belongs to the kind it is told of. */
function customCode(kind: string): string {
  return `${kind}_params`;
}

function checkReliability(context: CheckContext, node: NodeDefinition): void {
  const spec = context.spec(node)!;
  const isTask = spec.kind === 'task';
  const branches = spec.branches(node.params);
  if (node.onError !== undefined && node.onError !== 'fail' && (spec.kind === 'start' || spec.kind === 'end')) {
    context.error('on_error_kind', `A ${spec.kind} cannot handle an error.`, { node }, '/onError', 'Take "onError" away.');
  }
  if (branches.includes('error')) context.error('reserved_branch', 'A branch cannot be called "error": that one is there when errors leave by a branch.', { node }, '/params');
  if (spec.external === true && node.cache) context.error('cache_kind', `What "${node.type}" gives comes from outside and cannot be cached.`, { node }, '/cache', 'Take "cache" away.');
  if (!isTask && node.cache) context.error('cache_kind', `Only work has a result that can be cached; "${node.type}" is none.`, { node }, '/cache', 'Take "cache" away.');
  if (!isTask && node.retry && spec.kind !== 'child') context.warn('retry_unused', `"${node.type}" is not tried again, so its retry policy means nothing.`, { node }, '/retry', 'Take "retry" away.');
  if (!isTask && node.taskQueue !== undefined && spec.kind !== 'child') context.warn('queue_unused', `"${node.type}" runs on no worker, so its task queue means nothing.`, { node }, '/taskQueue', 'Take "taskQueue" away.');
  if (spec.external === true && node.taskQueue !== undefined) context.warn('queue_unused', `"${node.type}" waits in the queue of its own parameters, so its task queue means nothing.`, { node }, '/taskQueue', 'Take "taskQueue" away.');
  checkTimeouts(context, node);
  if (!isTask) return;
  const attempts = retryPolicyOf(node, spec, context.definition.settings ?? {}).maximumAttempts;
  if (attempts > 1 && spec.repeatIsRisky?.(node.params)) {
    context.warn('risky_retry', `${context.label(node)} is tried up to ${attempts} times, and a second try may do its work twice.`, { node }, node.retry?.maximumAttempts === undefined ? '' : '/retry/maximumAttempts', 'Set maximumAttempts to 1, or say that the other side honours the Idempotency-Key.');
  }
}

function checkTimeouts(context: CheckContext, node: NodeDefinition): void {
  const spec = context.spec(node)!;
  const { startToClose, scheduleToStart, scheduleToClose, heartbeat } = node.timeouts ?? {};
  if (spec.kind !== 'task') {
    if (node.timeouts) context.warn('timeouts_unused', `"${node.type}" runs on no worker, so its timeouts mean nothing.`, { node }, '/timeouts', 'Take "timeouts" away.');
    return;
  }
  const ms = (text: string | undefined) => (text === undefined ? null : parseDuration(text));
  const [start, queue, all, beat] = [ms(startToClose), ms(scheduleToStart), ms(scheduleToClose), ms(heartbeat)];
  for (const [name, value] of Object.entries({ startToClose: start, scheduleToStart: queue, scheduleToClose: all, heartbeat: beat })) {
    if (value === 0) context.error('timeout_zero', `The timeout ${name} is zero, so nothing could ever be in time.`, { node }, `/timeouts/${name}`);
  }
  if (start !== null && all !== null && start > all) {
    context.error('timeouts_contradict', `One attempt may take ${startToClose}, but all together only ${scheduleToClose}.`, { node }, '/timeouts/startToClose', 'Make scheduleToClose the longer one.');
  }
  if (queue !== null && all !== null && queue > all) {
    context.error('timeouts_contradict', `It may wait ${scheduleToStart} for a worker, but must be over after ${scheduleToClose}.`, { node }, '/timeouts/scheduleToStart', 'Make scheduleToClose the longer one.');
  }
  if (spec.external === true && queue === null && all === null) {
    context.warn('external_without_end', `Nobody may ever take ${context.label(node)}, and the run would wait for ever.`, { node }, '/timeouts', 'Say how long it may wait: scheduleToStart, or scheduleToClose.');
  }
  const attempt = start ?? ms(spec.timeouts?.startToClose);
  if (beat !== null && attempt !== null && beat > attempt) {
    context.warn('heartbeat_unused', `A heartbeat is awaited for ${heartbeat}, but an attempt is over before that.`, { node }, '/timeouts/heartbeat', 'Make it shorter than startToClose.');
  }
}
