import { expect, test } from 'vitest';
import { task, worldOf } from '../core/testing/build.fixture.ts';
import type { Json } from '../definition/json.ts';
import { LIMITS } from '../definition/schema.ts';
import { silentLog } from '../ports/log.ts';
import { type AttemptTools, type HeldTask, type Looks, runAttempt } from './attempt.ts';
import { LargeValues } from './large-values.ts';
import type { Heartbeats } from './heartbeats.ts';

const world = worldOf([task('a')], 'start>a').start();
const held: HeldTask = { runId: world.runId, seq: world.task('a').seq, token: 't', path: 'a', node: 'a', attempt: 1, startedAt: 0, startToCloseMs: null, heartbeatMs: null, scheduleToCloseAt: null, heartbeat: null };

function attemptOf(output: Json, looks: Looks = { now: async () => world, committed: async (read) => read(world) }): ReturnType<typeof runAttempt> {
  const tools: Partial<AttemptTools> = {
    worker: 'w', now: () => 0, log: silentLog, runners: new Map([['code', { type: 'code', run: async () => output }]]), heartbeats: {} as Heartbeats, aborts: () => () => {}, values: new LargeValues({ readPayloads: async () => new Map() }),
  };
  return runAttempt(tools as AttemptTools, held, looks); // nothing else of them is asked
}

const limit = LIMITS.payloadBytes;
test.each([
  ['a text', 'x'.repeat(limit + 1)],
  ['a text of fewer characters than bytes', 'ü'.repeat(limit / 2 + 1)],
  ['a list', [['x'.repeat(limit / 2), 'x'.repeat(limit / 2)]]],
])('an output that is too large fails the step, and says how large it is and what to do: %s', async (_what, output) => {
  const outcome = await attemptOf(output);
  expect(outcome).toMatchObject({ type: 'attempt.failed', data: { retryable: false, error: { type: 'output_too_large', details: { field: 'output', limitBytes: limit } } } });
  expect(JSON.stringify(outcome)).toMatch(/The output of \\"a\\" has 8\.\d MB; a step hands on at most 8 MB\. Leave it where it is and hand on its address/);
});

test('an output that just fits is handed on', async () => {
  expect(await attemptOf('x'.repeat(limit))).toMatchObject({ type: 'step.completed' });
});

test('a step that a commit under way has closed, and which is open again when that commit does not stand, is executed', async () => {
  const gone = { plan: world.plan, state: { ...world.state, steps: new Map() } };
  expect(await attemptOf(7, { now: async () => gone, committed: async (read) => read(world) })).toMatchObject({ type: 'step.completed', data: { output: 7 } });
  // What is committed is believed.
  expect(await attemptOf(7, { now: async () => gone, committed: async (read) => read(gone) })).toMatchObject({ type: 'attempt.failed', data: { retryable: false, error: { type: 'unknown_step' } } });
});
