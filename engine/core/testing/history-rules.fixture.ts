import type { Plan, PlanNode } from '../../definition/plan.ts';
import type { RunEvent, WaitFor } from '../events.ts';
import { isInside } from '../paths.ts';

/** What every history must keep, read from the events alone: an oracle that shares nothing with `decide`. */
export function historyViolations(plan: Plan, history: readonly RunEvent[]): string[] {
  return [
    ...numbering(history), ...oneOutcome(history), ...joinsKept(plan, history), ...nothingStartsInClosed(plan, history),
    ...wayBackInOrder(plan, history), ...attemptsBounded(plan, history), ...concurrencyKept(plan, history), ...failuresAnswered(history), ...remindersKept(history),
  ];
}

const CLOSES: ReadonlySet<string> = new Set(['step.completed', 'step.failed', 'step.skipped', 'step.cancelled']);
const OPENS: ReadonlySet<string> = new Set(['step.scheduled', 'step.waiting', 'step.opened']);

type StepFact = { path: string; node: string; scope: string; openedAt: number; closedAt: number; branch: string | null; completed: boolean; undoOf: boolean };

function nodeOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function scopeOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function isUndoEvent(plan: Plan, path: string): boolean {
  return plan.nodes.get(nodeOf(path))?.isUndo ?? false;
}

function closesPath(event: RunEvent): string | null {
  if (CLOSES.has(event.type) && 'path' in event) return event.path;
  return event.type === 'saga.compensated' && event.data.branch !== undefined ? event.path : null;
}

function branchOf(event: RunEvent): string | null {
  switch (event.type) {
    case 'step.completed':
      return event.derived ? (event.data.branch ?? 'out') : 'out';
    case 'step.failed':
      return event.data.handled === 'continue' ? 'out' : event.data.handled === 'branch' ? 'error' : null;
    case 'step.skipped':
    case 'saga.compensated':
      return event.data.branch ?? null;
    default:
      return null;
  }
}

/** Reminders of a request are counted, come no closer than they may, and end with it; it escalates once. */
function remindersKept(history: readonly RunEvent[]): string[] {
  const violations: string[] = [];
  const open = new Map<string, { wait: Extract<WaitFor, { kind: 'approval' }>; given: number; from: number; escalated: boolean }>();
  for (const event of history) {
    if (event.type === 'step.waiting' && event.data.wait.kind === 'approval') open.set(event.path, { wait: event.data.wait, given: 0, from: event.data.wait.reminders?.nextAt ?? Infinity, escalated: false });
    const closed = closesPath(event);
    if (closed !== null) open.delete(closed);
    if (event.type !== 'approval.reminded' && event.type !== 'approval.escalated') continue;
    const request = open.get(event.path);
    const wrong = (what: string): void => void violations.push(`${event.type} at ${event.seq} of "${event.path}": ${what}`);
    if (request === undefined) wrong('nobody is asked');
    else if (event.at >= (request.wait.dueAt ?? Infinity)) wrong('the request was due');
    else if (event.type === 'approval.escalated') {
      if (request.escalated || event.at < (request.wait.escalation?.at ?? Infinity)) wrong('too early, or again');
      request.escalated = true;
    } else {
      const { most, everyMs } = request.wait.reminders ?? { most: 0, everyMs: 0 };
      if (event.data.number !== request.given + 1 || event.data.number > most) wrong(`number ${event.data.number} after ${request.given} of ${most}`);
      if (event.at < request.from) wrong('too early');
      request.given = event.data.number;
      request.from = event.at + everyMs;
    }
  }
  return violations;
}

function numbering(history: readonly RunEvent[]): string[] {
  const wrong = history.findIndex((event, index) => event.seq !== index + 1 || event.at < (history[index - 1]?.at ?? 0));
  return wrong < 0 ? [] : [`event ${wrong + 1} has number ${history[wrong]?.seq}, or an instant before the last`];
}

function oneOutcome(history: readonly RunEvent[]): string[] {
  const seen = new Set<string>();
  const violations: string[] = [];
  for (const event of history) {
    const path = closesPath(event);
    if (path === null) continue;
    if (seen.has(path)) violations.push(`"${path}" has two outcomes`);
    seen.add(path);
  }
  const last = history.at(-1)?.type ?? '';
  if (!['run.completed', 'run.failed', 'run.cancelled', 'run.timed_out', 'run.terminated'].includes(last)) violations.push(`the history ends with ${last}`);
  return violations;
}

/** A step opens only when its join allows it, is skipped only when it no longer can, and a completed scope closed all. */
function joinsKept(plan: Plan, history: readonly RunEvent[]): string[] {
  const violations: string[] = [];
  const left = new Map<string, string | null>();
  const forwarded = new Set<string>();
  const gonePast = new Set<string>();
  const opened = new Set<string>();
  for (const event of history) {
    if (event.type === 'run.fast_forwarded') {
      forwarded.add(event.data.to);
      for (const path of leadingTo(plan, event.data.to)) gonePast.add(path);
    }
    if (OPENS.has(event.type) && 'path' in event && event.path !== null && gonePast.has(event.path)) violations.push(`"${event.path}" opened after the run had gone past it`);
    if ('path' in event && event.path !== null && (OPENS.has(event.type) || CLOSES.has(event.type)) && !opened.has(event.path)) {
      opened.add(event.path);
      const node = plan.nodes.get(nodeOf(event.path));
      if (node !== undefined && !node.isUndo && !node.always) {
        const goneTo = forwarded.has(event.path) && event.type !== 'step.skipped';
        violations.push(...(goneTo ? earlyViolations(plan, event.path, left) : joinViolations(node, event, left)));
      }
    }
    const path = closesPath(event);
    if (path !== null) left.set(path, branchOf(event));
    if (event.type === 'run.completed') {
      for (const id of plan.scopes.get('')?.order ?? []) if (!left.has(id)) violations.push(`the run completed while "${id}" was open`);
    }
  }
  return violations;
}

function joinViolations(node: PlanNode, event: RunEvent, left: ReadonlyMap<string, string | null>): string[] {
  const path = 'path' in event && event.path !== null ? event.path : '';
  const scope = scopeOf(path);
  const states = node.incoming.map((edge) => {
    const source = scope === '' ? edge.source : `${scope}/${edge.source}`;
    return left.has(source) ? (left.get(source) === edge.branch ? 'taken' : 'dead') : 'open';
  });
  if (states.length === 0) return [];
  const taken = states.filter((state) => state === 'taken').length;
  const open = states.filter((state) => state === 'open').length;
  const ready = node.need === null ? open === 0 && taken > 0 : taken >= node.need;
  const dead = taken + open < (node.need ?? 1);
  if (event.type === 'step.skipped' && event.data.reason === 'dead-path') return dead ? [] : [`"${path}" was skipped with ${states.join(', ')}`];
  if (event.type === 'step.skipped' && (event.data.reason === 'race' || event.data.reason === 'fast-forward')) return [];
  return ready ? [] : [`"${path}" opened with ${states.join(', ')}`];
}

/** What a fast-forward goes to begins when nothing that leads to it is open. */
function earlyViolations(plan: Plan, path: string, left: ReadonlyMap<string, string | null>): string[] {
  const open = leadingTo(plan, path).filter((source) => !left.has(source));
  return open.length === 0 ? [] : [`"${path}" was gone on to while ${open.join(', ')} was open`];
}

/** Paths of the steps from which edges lead to one, however far away. */
function leadingTo(plan: Plan, path: string): string[] {
  const scope = scopeOf(path);
  const seen = new Set<string>();
  const walk = (node: string): void => {
    for (const { source } of plan.nodes.get(node)?.incoming ?? []) {
      if (seen.has(source)) continue;
      seen.add(source);
      walk(source);
    }
  };
  walk(nodeOf(path));
  return [...seen].map((source) => (scope === '' ? source : `${scope}/${source}`));
}

function nothingStartsInClosed(plan: Plan, history: readonly RunEvent[]): string[] {
  const closing: string[] = [];
  const known = new Set<string>();
  const violations: string[] = [];
  for (const event of history) {
    if (event.type === 'scope.closing') closing.push(event.path);
    if (!('path' in event) || event.path === null || !OPENS.has(event.type)) continue;
    const { path } = event;
    const first = !known.has(path);
    known.add(path);
    const node = plan.nodes.get(nodeOf(path));
    if (!first || node?.isUndo === true || node?.always === true) continue;
    const within = closing.find((scope) => isInside(path, scope));
    if (within !== undefined) violations.push(`"${path}" opened after "${within}" began to close`);
  }
  return violations;
}

/** Each way back undoes what was completed in its saga, once each, last first; unanswered work first of all. */
function wayBackInOrder(plan: Plan, history: readonly RunEvent[]): string[] {
  const violations: string[] = [];
  const completedAt = new Map<string, number>();
  const undone = new Set<string>();
  const failing = new Set<string>();
  const walks = new Map<string, { path: string; seq: number | null }[]>();
  for (const event of history) {
    if (event.type === 'step.completed') completedAt.set(event.path, event.seq);
    if (event.type === 'scope.closing' && event.data.cause === 'failure' && plan.nodes.get(nodeOf(event.path))?.kind === 'saga') failing.add(event.path);
    if (event.type === 'saga.compensating') failing.delete(event.path);
    if (event.type === 'step.compensating') {
      if (undone.has(event.path)) violations.push(`"${event.path}" is undone twice`);
      undone.add(event.path);
      const walk = walks.get(event.data.saga) ?? [];
      walk.push({ path: event.path, seq: completedAt.get(event.path) ?? null });
      walks.set(event.data.saga, walk);
    }
    if (event.type === 'saga.compensated') {
      const walk = walks.get(event.path) ?? [];
      for (let index = 1; index < walk.length; index += 1) {
        const earlier = walk[index - 1]?.seq ?? Number.POSITIVE_INFINITY;
        const later = walk[index]?.seq ?? Number.POSITIVE_INFINITY;
        if (later > earlier) violations.push(`the saga "${event.path}" undoes "${walk[index]?.path}" after "${walk[index - 1]?.path}"`);
      }
      violations.push(...notUndone(plan, event.path, completedAt, undone));
    }
  }
  for (const saga of failing) violations.push(`the saga "${saga}" failed and did not go back`);
  return violations;
}

function notUndone(plan: Plan, saga: string, completedAt: ReadonlyMap<string, number>, undone: ReadonlySet<string>): string[] {
  const violations: string[] = [];
  for (const path of completedAt.keys()) {
    if (!isInside(path, saga) || undone.has(path)) continue;
    const node = plan.nodes.get(nodeOf(path));
    if (node === undefined || node.undo === null || isUndoEvent(plan, path)) continue;
    // Undone as a whole by a completed container around it, or the business of a saga in between that walked back itself.
    const covered = [...completedAt.keys()].some((other) => other !== path && isInside(path, other) && isInside(other, saga) && plan.nodes.get(nodeOf(other))?.undo != null);
    if (!covered) violations.push(`the saga "${saga}" went back without undoing "${path}"`);
  }
  return violations;
}

function attemptsBounded(plan: Plan, history: readonly RunEvent[]): string[] {
  const violations: string[] = [];
  for (const event of history) {
    if (event.type !== 'step.retrying') continue;
    const limit = plan.nodes.get(nodeOf(event.path))?.retry.maximumAttempts ?? 1;
    if (event.attempt > limit) violations.push(`"${event.path}" is tried ${event.attempt} times, more than ${limit}`);
  }
  return violations;
}

function concurrencyKept(plan: Plan, history: readonly RunEvent[]): string[] {
  const violations: string[] = [];
  const open = new Map<string, StepFact['path'][]>();
  const live = new Map<string, number>();
  for (const event of history) {
    if (event.type === 'iteration.started') {
      const running = (live.get(event.path) ?? 0) + 1;
      live.set(event.path, running);
      const limit = plan.nodes.get(nodeOf(event.path))?.raw['concurrency'];
      if (typeof limit === 'number' && running > limit) violations.push(`"${event.path}" runs ${running} iterations at once, more than ${limit}`);
      const total = plan.nodes.get(nodeOf(event.path))?.raw['count'];
      if (typeof total === 'number' && event.data.index >= total) violations.push(`"${event.path}" runs iteration ${event.data.index} of ${total}`);
    }
    if (event.type === 'iteration.completed' || event.type === 'iteration.failed' || event.type === 'iteration.cancelled') live.set(event.path, (live.get(event.path) ?? 0) - 1);
    if (!('path' in event) || event.path === null) continue;
    const scope = scopeOf(event.path);
    const limit = plan.scopes.get(nodeOf(scope))?.concurrency ?? null;
    if (limit === null || isUndoEvent(plan, event.path)) continue;
    const steps = open.get(scope) ?? [];
    if (OPENS.has(event.type) && !steps.includes(event.path)) steps.push(event.path);
    const closed = closesPath(event);
    open.set(scope, closed === null ? steps : steps.filter((path) => path !== closed));
    if ((open.get(scope)?.length ?? 0) > limit) violations.push(`"${scope}" has ${open.get(scope)?.length} steps open, more than ${limit}`);
  }
  return violations;
}

/** A failure that no rule of the node handles closes the scope around it. */
function failuresAnswered(history: readonly RunEvent[]): string[] {
  const violations: string[] = [];
  const closing = new Set<string>();
  const failed: { path: string; undo: boolean }[] = [];
  const undos = new Set<string>();
  for (const event of history) {
    if (event.type === 'scope.closing') closing.add(event.path);
    if (event.type === 'step.compensating') undos.add(event.data.undo);
    if (event.type === 'step.failed' && event.data.handled === undefined) failed.push({ path: event.path, undo: undos.has(event.path) });
    if (event.type === 'run.completed') {
      for (const { path, undo } of failed) {
        if (!undo && path !== 'cleanup' && !closing.has(scopeOf(path))) violations.push(`"${path}" failed and nothing closed "${scopeOf(path)}"`);
      }
    }
  }
  return violations;
}
