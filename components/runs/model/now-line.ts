import { isRunOver, isStepClosed, listWaits, type RunState, type StepState, type WaitFor } from '@/engine/index.ts';

/** What an open run is about now, most telling first: what runs, else what is tried again, else what is waited for. */
export type NowLine =
  | { kind: 'runs'; nodes: string[]; more: number }
  | { kind: 'retries'; node: string; dueAt: number }
  | { kind: 'waits'; node: string; wait: WaitFor['kind']; dueAt: number | null; more: number }
  | { kind: 'paused' }
  | { kind: 'cancels' }
  | { kind: 'undoes'; node: string };

const NAMED = 2;

/** Null when the run is over, or nothing can be said. @param now epoch ms */
export function nowLine(state: RunState, now: number): NowLine | null {
  if (isRunOver(state.status)) return null;
  if (state.paused) return { kind: 'paused' };
  const working: StepState[] = [];
  let retrying: StepState | null = null;
  let undoing: StepState | null = null;
  for (const step of state.steps.values()) {
    if (isStepClosed(step.status) || step.container !== null || step.status === 'waiting') continue;
    const heldBack = step.status === 'retrying' && step.dueAt !== null && step.dueAt > now;
    if (heldBack) {
      if (retrying === null || step.dueAt! < retrying.dueAt!) retrying = step;
    } else if (step.undoOf !== null) undoing = step;
    else working.push(step);
  }
  if (undoing !== null) return { kind: 'undoes', node: state.steps.get(undoing.undoOf!)?.node ?? undoing.node };
  if (state.closing !== null && !state.cleaning) return { kind: 'cancels' };
  if (working.length > 0) {
    const nodes = [...new Set(working.map((step) => step.node))];
    return { kind: 'runs', nodes: nodes.slice(0, NAMED), more: Math.max(0, nodes.length - NAMED) };
  }
  if (retrying !== null) return { kind: 'retries', node: retrying.node, dueAt: retrying.dueAt! };
  const waits = listWaits(state);
  const first = waits[0];
  if (first === undefined) return null;
  return { kind: 'waits', node: first.node, wait: first.wait.kind, dueAt: first.wait.kind === 'child' ? null : first.wait.dueAt, more: waits.length - 1 };
}
