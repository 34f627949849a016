import type { DerivedPayload, InputPayload, RunEvent } from '@/engine/index.ts';

/** Histories written by hand, for tests and for pages without a server. */
export type Written = { at: number } & ((InputPayload & { derived?: false }) | (DerivedPayload & { derived: true }));

/** Numbers what was written; an input gets an id. */
export function aHistory(written: readonly Written[]): RunEvent[] {
  return written.map((event, index) => {
    const seq = index + 1;
    return (event.derived ? { ...event, seq } : { ...event, seq, derived: false, id: `i${seq}` }) as RunEvent;
  });
}

export const started = (at: number, input: Extract<InputPayload, { type: 'run.started' }>['data']['input'] = null): Written => ({
  at,
  type: 'run.started',
  data: { coreVersion: 1, workflow: 'w', workflowName: 'W', version: 1, planHash: 'h', input, entry: 'start', trigger: 'api', seed: 's', key: null, parent: null, memo: {}, searchAttributes: {}, taskQueue: null, priority: null, pinned: null, timeoutMs: null },
});

/** A loop of so many rounds of one step each: three events a round behind two that open it. */
export function aLongHistory(rounds: number): RunEvent[] {
  const written: Written[] = [started(0), { at: 0, derived: true, type: 'step.opened', path: 'loop', data: { container: 'loop', total: rounds } }];
  for (let round = 0; round < rounds; round++) {
    const path = `loop[${round}]/work`;
    written.push({ at: round, derived: true, type: 'iteration.started', path: 'loop', data: { index: round } });
    written.push({ at: round, derived: true, type: 'step.scheduled', path, attempt: 1, data: {} });
    written.push({ at: round + 1, type: 'step.completed', path, attempt: 1, data: { task: written.length, output: round } });
    written.push({ at: round + 1, derived: true, type: 'iteration.completed', path: 'loop', data: { index: round, output: round } });
  }
  return aHistory(written);
}
