import { expect, test } from 'vitest';
import { task, worldOf } from '../core/testing/build.fixture.ts';
import type { Json } from '../definition/json.ts';
import { LIMITS } from '../definition/schema.ts';
import { silentLog } from '../ports/log.ts';
import { type NodeRunner, StepAbort, StepFailure } from '../ports/node-runner.ts';
import { type AttemptTools, type HeldTask, type Looks, runAttempt } from './attempt.ts';
import { LargeValues } from './large-values.ts';
import type { Heartbeats } from './heartbeats.ts';

const world = worldOf([task('a')], 'start>a').start();
const held: HeldTask = { runId: world.runId, seq: world.task('a').seq, token: 't', path: 'a', node: 'a', attempt: 1, startedAt: 0, startToCloseMs: null, heartbeatMs: null, scheduleToCloseAt: null, heartbeat: null, begun: false, withdrawn: false };

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

const noted = (run: NodeRunner['run'], task: Partial<HeldTask> = {}, aborts: AttemptTools['aborts'] = () => () => {}): ReturnType<typeof runAttempt> => {
  const tools: Partial<AttemptTools> = { worker: 'w', now: () => 0, log: silentLog, runners: new Map([['code', { type: 'code', run }]]), heartbeats: {} as Heartbeats, aborts, live: { frame: () => {} }, values: new LargeValues({ readPayloads: async () => new Map() }) };
  return runAttempt(tools as AttemptTools, { ...held, ...task }, { now: async () => world, committed: async (read) => read(world) }); // nothing else of them is asked
};
const logs = { lines: [{ level: 'warn', message: 'careful' }] };

test('what an attempt logs is kept with its outcome, however it ends', async () => {
  expect(await noted(async (_params, { emit }) => { emit({ type: 'log', level: 'warn', message: 'careful' }); return 1; })).toMatchObject({ type: 'step.completed', data: { output: 1, logs } });
  expect(await noted(async (_params, { emit }) => { emit({ type: 'log', level: 'warn', message: 'careful' }); throw new StepFailure('Refused', 'no'); })).toMatchObject({ type: 'attempt.failed', data: { retryable: true, logs } });
  expect(await noted(async (_params, { emit }) => { emit({ type: 'log', level: 'warn', message: 'careful' }); return Number.NaN; })).toMatchObject({ type: 'attempt.failed', data: { error: { type: 'invalid_output' }, logs } });
  expect(await noted((_params, { emit }) => { emit({ type: 'log', level: 'warn', message: 'careful' }); return new Promise(() => {}); }, { startToCloseMs: 1 })).toMatchObject({ type: 'attempt.timed_out', data: { logs } });
  expect(await noted(async (_params, { emit, stop }) => { emit({ type: 'log', level: 'warn', message: 'careful' }); throw stop.reason; }, {}, (_task, stop) => { stop.abort(new StepAbort('cancel')); return () => {}; })).toMatchObject({ type: 'attempt.aborted', data: { logs } });
});

test('an error that cannot be kept as it is keeps its words, and every character that is whole', async () => {
  const outcome = await noted(async () => { throw new StepFailure('Refused', 'no 😀 \0 \ud83d'); });
  expect(outcome).toMatchObject({ type: 'attempt.failed', data: { error: { type: 'Refused', message: 'no 😀 \ufffd \ufffd' } } });
});

test('an outcome of an attempt that logs nothing says nothing of it', async () => {
  const outcome = await noted(async (_params, { emit }) => { emit({ type: 'model.partial', text: 'x' }); return 1; });
  expect(Object.keys(outcome!.data)).not.toContain('logs');
});
