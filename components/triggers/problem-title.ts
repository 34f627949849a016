import type { Trigger } from '@/engine/index.ts';

/** What a problem of a trigger is called: what was missed does not keep the run of the latest instant from its start, nor does a run before that goes on. */
export function problemTitle({ code }: NonNullable<Trigger['lastProblem']>): 'triggers.missed' | 'triggers.notCancelled' | 'triggers.problem' {
  if (code === 'not_cancelled') return 'triggers.notCancelled';
  return code === 'missed' ? 'triggers.missed' : 'triggers.problem';
}
