import { isRunOver, type RunState } from '@/engine/index.ts';

export const CONTROLS = ['pause', 'resume', 'cancel', 'terminate', 'retry'] as const;
export type ControlName = (typeof CONTROLS)[number];

/** Which controls a run takes now. What was asked for already is not offered again. */
export function controlsOf(state: Pick<RunState, 'status' | 'paused' | 'closing'>): ReadonlySet<ControlName> {
  if (state.status === 'failed' || state.status === 'timed_out') return new Set(['retry']);
  if (isRunOver(state.status)) return new Set();
  const offered = new Set<ControlName>(['terminate']);
  offered.add(state.paused ? 'resume' : 'pause');
  if (state.closing === null) offered.add('cancel');
  return offered;
}
