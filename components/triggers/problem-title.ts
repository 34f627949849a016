import type { Trigger } from '@/engine/index.ts';

/** What a problem of a trigger is called: what was missed does not keep the run of the latest instant from its start. */
export function problemTitle({ code }: NonNullable<Trigger['lastProblem']>): 'triggers.missed' | 'triggers.problem' {
  return code === 'missed' ? 'triggers.missed' : 'triggers.problem';
}
