import { isRunOver, type RunState } from '@/engine/index.ts';

export const CHANGES = ['forward', 'override', 'retryWith', 'migrate', 'fork', 'reset'] as const;
export type ChangeName = (typeof CHANGES)[number];

/** What can be made of a run as it stands. What the core would refuse in any case is not offered. */
export function changesOf(state: Pick<RunState, 'status' | 'paused' | 'closing' | 'parent' | 'pinned'>, saved: boolean): ReadonlySet<ChangeName> {
  const offered = new Set<ChangeName>(['fork']);
  const over = isRunOver(state.status);
  if (over || state.parent?.awaited !== true) offered.add('reset');
  if (state.status === 'failed' || state.status === 'timed_out') {
    if (state.parent?.awaited !== true) offered.add('retryWith');
    return offered;
  }
  if (over) return offered;
  offered.add('override');
  if (state.closing !== null) return offered;
  offered.add('forward');
  if (saved && !state.paused && state.parent === null && state.pinned === null) offered.add('migrate');
  return offered;
}
