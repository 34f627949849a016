import { expect, test } from 'vitest';
import type { RunInput } from '../core/events.ts';
import type { CommitResult } from '../ports/run-commit.ts';
import { silentLog } from '../ports/log.ts';
import type { History, Store } from '../ports/store.ts';
import { task, worldOf } from '../core/testing/build.fixture.ts';
import type { Look } from './delivery.ts';
import type { Plans } from './plans.ts';
import { Runs } from './runs.ts';

const world = worldOf([task('a')], 'start>a').start();
const history: History = { events: world.history, definitionId: 'd', coreVersion: 1, parked: null, snapshot: null, more: false };

function runsOf(read: (runIds: string[]) => Promise<void> = async () => {}, warm = 1_000): Runs {
  const store: Pick<Store, 'readHistories'> = {
    async readHistories(wanted) {
      await read(wanted.map(({ runId }) => runId));
      return wanted.map(() => history);
    },
  };
  return new Runs(store as Store, { byId: async () => world.plan } as unknown as Plans, () => 0, silentLog, { warm, armMs: 0, continues: true }); // nothing else of them is asked
}

/** What follows an answer has followed by then. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a run that nobody touches any more leaves the memory, and is read again when it is wanted', async () => {
  let reads = 0;
  const runs = runsOf(async () => void reads++);
  for (const runId of ['a', 'b', 'c']) await runs.look(runId, 1);
  await turn();
  expect(runs.warm).toBe(3);
  runs.tidy(60_000);
  expect(runs.warm).toBe(3);
  runs.tidy(0);
  expect(runs.warm).toBe(0);
  const before = reads;
  expect((await runs.look('a', 1)).state.seq).toBe(world.state.seq);
  expect(reads).toBe(before + 1);
  runs.close();
});

test('what is read as committed is never what a commit under way has decided, nor what is decided right after', async () => {
  const { events } = history;
  const { seq } = world.task('a');
  let answer: (result: CommitResult) => void = () => {};
  const store: Pick<Store, 'readHistories' | 'commit'> = {
    readHistories: async (wanted) => wanted.map(({ after }) => ({ ...history, events: events.filter((event) => event.seq > after) })),
    commit: () => new Promise((resolve) => (answer = (result) => resolve([result]))),
  };
  const runs = new Runs(store as Store, { byId: async () => world.plan } as unknown as Plans, () => world.now, silentLog, { warm: 1_000, armMs: 0, continues: true }); // nothing else of them is asked
  const isOpen = (look: Look) => look.state.steps.get('a')?.closedSeq === null;
  const done: RunInput = { id: 'done', type: 'step.completed', path: 'a', attempt: 1, data: { task: seq, output: 1 } };
  // Of two inputs the commit has one: it is fenced, and the other is decided in the same turn in which the reader is shown the state.
  const stale = runs.deliver(world.runId, { input: done, guard: { task: seq, token: 'stale' } });
  await turn();
  await turn();
  expect(isOpen(await runs.look(world.runId, seq))).toBe(false);
  const other = runs.deliver(world.runId, { input: { ...done, id: 'again' }, guard: { task: seq, token: 'ours' } });
  const read = runs.readCommitted(world.runId, seq, isOpen);
  answer({ result: 'fenced', tasks: [seq] });
  expect(await stale).toMatchObject({ accepted: false });
  expect(await read).toBe(true);
  await turn();
  answer({ result: 'written' });
  expect(await other).toMatchObject({ accepted: true });
  expect(await runs.readCommitted(world.runId, seq, isOpen)).toBe(false);
  runs.close();
});

test('a run that is at work stays', async () => {
  let runs!: Runs;
  const asked = new Promise<() => void>((hand) => (runs = runsOf(() => new Promise((resolve) => hand(resolve)))));
  const look = runs.look('a', 1);
  const answer = await asked;
  runs.tidy(0);
  expect(runs.warm).toBe(1);
  answer();
  await look;
  await turn();
  runs.tidy(0);
  expect(runs.warm).toBe(0);
  runs.close();
});

test('a run that is asked for twice is read once, however many others are at work', async () => {
  const reads: string[] = [];
  let answer = (): void => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  const runs = runsOf((runIds) => (reads.push(...runIds), held), 1);
  const looks = ['a', 'b', 'b', 'b'].map((runId) => runs.look(runId, 1));
  await turn();
  expect(runs.warm).toBe(2);
  answer();
  await Promise.all(looks);
  await turn();
  expect(reads).toEqual(['a', 'b']);
  expect(runs.warm).toBe(1);
  runs.close();
});
