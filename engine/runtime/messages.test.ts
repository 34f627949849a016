import { expect, test } from 'vitest';
import { silentLog } from '../ports/log.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import type { Message, Store } from '../ports/store.ts';
import { until } from '../testing/until.ts';
import { EngineError } from './engine.ts';
import { LargeValues } from './large-values.ts';
import { Messages } from './messages.ts';
import type { Runs } from './runs.ts';

const MANY = 3_000;
const VALUES = new LargeValues({ readPayloads: async () => new Map() });
const control = (index: number): Message => ({ id: `p.3.${index}.control`, sourceRunId: 'p', targetRunId: `c${index}`, kind: 'control', payload: { how: 'cancel', reason: 'x', by: 'p' }, tries: 1 });

/** What delivers to runs that take everything, and how many it works on at a time. */
function messagesOf(open: Message[]): { messages: Messages; delivered: Set<string>; most: () => number; pages: () => number } {
  const delivered = new Set<string>();
  let going = 0;
  let most = 0;
  let pages = 0;
  const deliver = async (runId: string): Promise<{ accepted: true; seq: number; at: number; kept: null }> => {
    most = Math.max(most, ++going);
    await new Promise((resolve) => setImmediate(resolve));
    going--;
    delivered.add(runId);
    return { accepted: true, seq: 1, at: 0, kept: null };
  };
  const store: Pick<Store, 'takeMessages'> = {
    takeMessages: async (_owner, _holdMs, limit) => {
      pages += 1;
      return open.splice(0, limit);
    },
  };
  const options = { owner: 'test', store, runs: { deliver, values: VALUES } as unknown as Runs, log: silentLog };
  const messages = new Messages(options as unknown as ConstructorParameters<typeof Messages>[0]); // nothing else of them is asked
  return { messages, delivered, most: () => most, pages: () => pages };
}

test('what one commit sends to thousands of runs is delivered two hundred at a time', async () => {
  const { messages, delivered, most } = messagesOf([]);
  const send = Array.from({ length: MANY }, (_, index) => control(index));
  messages.committed({ runId: 'p', send } as unknown as RunCommit); // nothing else of it is asked
  await until('all are delivered', () => delivered.size === MANY);
  expect(most()).toBe(200);
  messages.close();
});

test('thousands that others have left are fetched without a pause', async () => {
  const { messages, delivered, most, pages } = messagesOf(Array.from({ length: MANY }, (_, index) => control(index)));
  messages.start();
  await until('all are delivered', () => delivered.size === MANY);
  messages.close();
  expect(pages()).toBeGreaterThanOrEqual(MANY / 200);
  expect(most()).toBeLessThanOrEqual(200);
});

test('a control to a run that began between two looks for it is sent again, not dropped', async () => {
  const settled: { done: boolean }[] = [];
  let begun = false;
  const store = {
    // The start was committed after the run was looked for and before its message was.
    startPending: async () => !(begun = true),
    readRun: async () => (begun ? {} : null),
    settleMessage: async (_id: string, how: { done: boolean }) => void settled.push(how),
  };
  const runs = { values: VALUES, deliver: () => Promise.reject(new EngineError('run_not_found', 'There is no run.')) };
  const messages = new Messages({ owner: 'test', store, runs, log: silentLog } as unknown as ConstructorParameters<typeof Messages>[0]); // nothing else of them is asked
  messages.committed({ runId: 'p', send: [control(1)] } as unknown as RunCommit);
  await until('it is settled', () => settled.length === 1);
  expect(settled).toEqual([expect.objectContaining({ done: false })]);
  messages.close();
});
