import { expect, it } from 'vitest';
import { advance } from '../core/advance.ts';
import { emptyState } from '../core/empty-state.ts';
import type { RunEvent, RunInput } from '../core/events.ts';
import { compileDefinition } from '../definition/compile.ts';
import { catalogue } from '../nodes/catalogue.ts';
import type { CommitResult, RunCommit } from '../ports/run-commit.ts';
import type { History } from '../ports/store.ts';
import { definition, edges, node } from '../testing/build.ts';
import { LargeValues } from './large-values.ts';
import { Mailbox } from './mailbox.ts';
import type { RunsContext } from './runs-context.ts';

const plan = compileDefinition(definition('five', [node('start', 'start'), node('all', 'loop', { count: 5, maximum: 9 }), node('s', 'signal', { name: 'go' }, { parent: 'all' }), node('end', 'end')], edges('start > all > end')), catalogue);
const values = new LargeValues({ readPayloads: async () => new Map() });
const signal = (id: string): RunInput => ({ id, type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
const begin: RunInput = {
  id: 'start', type: 'run.started',
  data: { coreVersion: 1, workflow: '', workflowName: 'five', version: null, planHash: plan.hash, input: null, entry: 'start', trigger: 'api', seed: '0', key: null, parent: null, memo: {}, searchAttributes: {}, taskQueue: null, priority: null, pinned: null, timeoutMs: null },
};

/** A run in a store of its own, and a mailbox before it. */
function aRun() {
  const events: RunEvent[] = [];
  let state = emptyState('r');
  let theirs: RunInput[] = [];
  let parked: string | null = null;
  const loads: number[] = [];
  const parks: string[] = [];
  const write = (input: RunInput): void => {
    const result = advance(plan, state, input, 1, undefined, values.large());
    if (!result.accepted) throw new Error(result.refusal.message);
    state = result.state;
    events.push(...structuredClone(result.events));
  };
  const historyAfter = (after: number): History => ({ events: structuredClone(events.slice(after)), definitionId: 'd', coreVersion: 1, parked, snapshot: null, more: false });
  write(begin);
  const context: RunsContext = {
    now: () => 1,
    arming: () => ({ until: 0, continues: false }),
    load: async (_id, after) => (loads.push(after), historyAfter(after)),
    plan: async () => plan,
    async commit(commit: RunCommit): Promise<CommitResult> {
      for (const input of theirs.splice(0)) write(input);
      if (commit.expectedSeq !== events.length) return { result: 'lost' };
      for (const event of commit.events) if (!event.derived) write({ id: event.id, type: event.type, data: event.data } as RunInput); // only signals are given here
      return { result: 'written' };
    },
    commitAlone: () => Promise.reject(new Error('No race is lost twice here.')),
    committed: () => undefined,
    snapshots: { isDue: () => false, keep: () => undefined, restore: () => null },
    values,
    settled: () => undefined,
    park: async (_id, reason) => void parks.push(reason),
    pause: async () => undefined,
  };
  return { mailbox: new Mailbox('r', context), write, historyAfter, loads, parks, seq: () => events.length, byOthers: (...inputs: RunInput[]) => void (theirs = inputs), setParked: (reason: string | null) => void (parked = reason) };
}

it('what was offered of a run is taken in the place of a reading', async () => {
  const run = aRun();
  run.mailbox.offer(0, run.historyAfter(0));
  const { state } = await run.mailbox.look(run.seq());
  expect([state.seq, run.loads]).toEqual([run.seq(), []]);
  const known = run.seq();
  run.write(signal('one'));
  run.mailbox.offer(known, run.historyAfter(known));
  expect((await run.mailbox.look(run.seq())).state.seq).toBe(run.seq());
  expect(run.loads).toEqual([]);
});
it('what was offered and does not go on from where the run is known is dropped, and what is too old is followed by a reading', async () => {
  const run = aRun();
  await run.mailbox.look(run.seq());
  const known = run.seq();
  const old = run.historyAfter(0);
  run.write(signal('one'));
  run.mailbox.offer(0, old);
  run.mailbox.offer(known, { ...run.historyAfter(known) });
  run.write(signal('two'));
  expect((await run.mailbox.look(run.seq())).state.seq).toBe(run.seq());
  expect(run.loads[0]).toBe(0);
  expect(run.loads).toHaveLength(2);
});
it('who has lost a race reads what is now, whatever was offered before', async () => {
  const run = aRun();
  await run.mailbox.look(run.seq());
  const known = run.seq();
  const before = run.historyAfter(known);
  run.byOthers(signal('theirs'));
  const delivered = run.mailbox.deliver({ input: signal('mine') });
  run.mailbox.offer(known, before);
  expect(await delivered).toMatchObject({ accepted: true });
  expect(run.parks).toEqual([]);
});
it('a reading that fails after a lost race leaves nothing of the run behind that the next one would go on from', async () => {
  const run = aRun();
  run.byOthers(signal('theirs'));
  expect(await run.mailbox.deliver({ input: signal('mine') })).toMatchObject({ accepted: true });
  run.write(signal('another'));
  run.setParked('For a while.');
  await expect(run.mailbox.look(run.seq())).rejects.toMatchObject({ code: 'run_parked' });
  run.setParked(null);
  expect((await run.mailbox.look(run.seq())).state.seq).toBe(run.seq());
  expect(run.parks).toEqual([]);
});
