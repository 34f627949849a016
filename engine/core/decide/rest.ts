import type { Rest } from '../events.ts';
import { parseTarget } from '../paths.ts';
import type { RunState } from '../state.ts';
import { isRunOver } from '../status.ts';
import { isToGoOn } from './containers.ts';
import { type Decider, emit, lookAtContainer, lookAtNode, lookAtScope } from './decider.ts';

/** Puts on the agenda what earlier groups have left: first what is begun already. */
export function takeUp(decider: Decider, { nodes, sagas, containers }: Rest): void {
  for (const path of nodes) {
    const { scope, node } = parseTarget(path);
    lookAtNode(decider, scope, node);
  }
  for (const path of sagas) lookAtScope(decider, path);
  for (const path of containers) if (decider.state.steps.has(path)) lookAtContainer(decider, path);
}

/**
 * Says what a group that has become large leaves to be done, and has itself woken for it. Called when the agenda is
 * empty: everything but what would have begun is decided, and what closed meanwhile needs nothing any more.
 */
export function leaveRest(decider: Decider): void {
  const { state, left } = decider;
  if (left === null || isRunOver(state.status)) return;
  const rest: Rest = {
    nodes: [...left.nodes].filter((path) => isToBegin(state, path)),
    sagas: [...left.sagas].filter((path) => state.scopes.get(path)?.over === false),
    containers: [...left.containers].filter((path) => {
      const step = state.steps.get(path);
      return step !== undefined && isToGoOn(decider, step);
    }),
  };
  if (rest.nodes.length + rest.sagas.length + rest.containers.length === 0) return;
  const waits = state.rest !== null;
  const seq = emit(decider, { type: 'run.yielded', data: rest });
  if (!waits) decider.effects.push({ type: 'timer.set', seq, path: null, purpose: 'continue', dueAt: decider.at });
}

function isToBegin(state: RunState, path: string): boolean {
  const scope = state.scopes.get(parseTarget(path).scope);
  return scope !== undefined && !scope.over && scope.closing === null && !state.steps.has(path);
}
