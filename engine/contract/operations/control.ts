import { z } from 'zod';
import { controlSchema, runSchema, sendSignalSchema, signalSchema } from '../api.ts';
import { operation } from '../operation.ts';
import type { ProblemCode } from '../problems.ts';
import { runParams } from './runs.ts';
import { workflowParams } from './workflows.ts';

const tag = 'Control';
const control = (id: string, verb: string, summary: string, description: string, problems: readonly ProblemCode[]) =>
  operation({
    id,
    method: 'POST',
    path: `/api/v1/runs/{id}/${verb}`,
    tag,
    summary,
    description,
    params: runParams,
    body: controlSchema,
    bodyOptional: true,
    answers: { 200: { description: 'The run after it.', schema: runSchema } },
    problems: ['malformed_json', 'invalid_request', 'run_not_found', 'run_parked', ...problems],
  });

export const pauseRun = control('pauseRun', 'pause', 'Start nothing new', 'What runs may finish; signals, decisions and timers are kept for later.', ['run_over', 'already_paused']);
export const resumeRun = control('resumeRun', 'resume', 'Go on after a pause', 'What was kept meanwhile is acted on at once.', ['run_over', 'not_paused']);
export const cancelRun = control('cancelRun', 'cancel', 'Ask a run to stop', 'Running steps get an abort signal, open sagas compensate, then the run is cancelled.', ['run_over', 'already_cancelling']);
export const terminateRun = control('terminateRun', 'terminate', 'Stop a run at once', 'Nothing is compensated.', ['run_over']);
export const retryRun = control('retryRun', 'retry', 'Go on from where a run failed', 'Reopens a failed or timed-out run in place, as its next generation.', ['run_not_over', 'not_retryable', 'key_taken']);
export const unparkRun = control('unparkRun', 'unpark', 'Go on after the cause of parking is mended', 'Hands in what the run was parked with, and rings for what waits. Parked again when the cause is still there; `terminate` ends a parked run.', ['not_parked']);

const signalParams = { name: z.string().min(1).max(200) };
const signalProblems = ['malformed_json', 'invalid_request', 'unknown_signal', 'invalid_payload', 'too_many_signals', 'body_too_large'] as const;
const signalled = z.strictObject({
  runId: z.string(),
  /** False when a signal with the same client id had come before, or when the run that was started ended before it could take the signal. */
  accepted: z.boolean(),
  started: z.boolean(),
});

export const signalRun = operation({
  id: 'signalRun',
  method: 'POST',
  path: '/api/v1/runs/{id}/signals/{name}',
  tag,
  summary: 'Send a signal to a run',
  description: 'Kept until the run waits for it; first in, first out by name. A client `id` makes it unique.',
  params: runParams.extend(signalParams),
  body: signalSchema,
  bodyOptional: true,
  answers: { 202: { description: 'It is in the history.', schema: signalled } },
  problems: [...signalProblems, 'run_not_found', 'run_over', 'run_parked'],
});

export const signalWorkflow = operation({
  id: 'signalWorkflow',
  method: 'POST',
  path: '/api/v1/workflows/{id}/signals/{name}',
  tag,
  summary: 'Send a signal to the open run of a workflow that has this key',
  description: 'With `start: true` a run is started with `input` when there is none; its start and the signal are one commit, and of many calls at once one starts it.',
  params: workflowParams.extend(signalParams),
  body: sendSignalSchema,
  answers: { 202: { description: 'It is in the history.', schema: signalled } },
  problems: [...signalProblems, 'workflow_not_found', 'run_not_found', 'run_parked', 'invalid_input', 'invalid_definition', 'not_published'],
});
