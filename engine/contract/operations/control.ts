import { z } from 'zod';
import { batchAnswerSchema, batchSchema, controlSchema, fastForwardSchema, overrideSchema, pauseSchema, queriedSchema, retryRunSchema, runSchema, sendSignalSchema, signalSchema, updatedSchema, updateRunSchema } from '../api.ts';
import { operation } from '../operation.ts';
import type { ProblemCode } from '../problems.ts';
import { runParams } from './runs.ts';
import { workflowParams } from './workflows.ts';

const tag = 'Control';
const control = <B extends z.ZodType = typeof controlSchema>(id: string, verb: string, summary: string, description: string, problems: readonly ProblemCode[], body?: { schema: B; optional: boolean }) =>
  operation({
    id,
    method: 'POST',
    path: `/api/v1/runs/{id}/${verb}`,
    tag,
    summary,
    description,
    params: runParams,
    body: (body?.schema ?? controlSchema) as B, // without a schema of its own B is `controlSchema`'s
    bodyOptional: body?.optional ?? true,
    answers: { 200: { description: 'The run after it.', schema: runSchema } },
    problems: ['malformed_json', 'invalid_request', 'run_not_found', 'run_parked', ...problems],
  });

export const pauseRun = control('pauseRun', 'pause', 'Start nothing new', 'What runs may finish; signals, decisions and timers are kept for later. Children that are waited for are paused too, unless `children` is false.', ['run_over', 'already_paused', 'already_cancelling'], { schema: pauseSchema, optional: true });
export const resumeRun = control('resumeRun', 'resume', 'Go on after a pause', 'What was kept meanwhile is acted on at once. Children that are waited for go on too, unless `children` is false.', ['run_over', 'not_paused'], { schema: pauseSchema, optional: true });
export const cancelRun = control('cancelRun', 'cancel', 'Ask a run to stop', 'Running steps get an abort signal, open sagas compensate, then the run is cancelled.', ['run_over', 'already_cancelling']);
export const terminateRun = control('terminateRun', 'terminate', 'Stop a run at once', 'Nothing is compensated.', ['run_over']);
export const retryRun = control(
  'retryRun', 'retry', 'Go on from where a run failed',
  'Reopens a failed or timed-out run in place, as its next generation: steps that failed or were cancelled start again, completed ones stay. `overrides` change parameters of nodes for what is tried again and all that follows, checked as by `override`; if one of them does not fit, nothing is retried.',
  ['run_not_over', 'not_retryable', 'key_taken', 'unknown_node', 'invalid_params', 'too_many_overrides', 'workflow_not_found', 'version_not_found'], { schema: retryRunSchema, optional: true },
);
export const fastForwardRun = control(
  'fastForwardRun', 'fast-forward', 'Go on to a step or an iteration',
  'To a step (`publish`, `rounds[3]/critique`): what leads to it and is not finished is skipped, what is open of that is cancelled, and the step runs when it has ended. To an iteration (`rounds[7]`): the current one ends first, and those between never start; their output is null. Forward only. While the run is paused it is kept until it goes on.',
  ['run_over', 'already_cancelling', 'unknown_target', 'already_past'], { schema: fastForwardSchema, optional: false },
);
export const overrideRun = control(
  'overrideRun', 'override', 'Change the parameters of a node in this run',
  'They hold for what is not scheduled yet: in this run, or, with `workflow`, in its children of that workflow that start later, at any depth. `params` are written as in the definition, expressions included, and checked as there; what is not named stays.',
  ['run_over', 'unknown_node', 'invalid_params', 'too_many_overrides', 'workflow_not_found', 'version_not_found'], { schema: overrideSchema, optional: false },
);
export const unparkRun = control('unparkRun', 'unpark', 'Go on after the cause of parking is mended', 'Hands in what the run was parked with, and rings for what waits. Parked again when the cause is still there; `terminate` ends a parked run.', ['not_parked']);

const talkParams = { name: z.string().min(1).max(200) };

export const queryRun = operation({
  id: 'queryRun',
  method: 'GET',
  path: '/api/v1/runs/{id}/queries/{name}',
  tag,
  summary: 'Ask a run something',
  description: 'Every run answers `status`, `progress`, `pending` and `outputs`, and the `queries` of its definition: expressions over its top level, with the instant of the question as `now`. One of the definition stands in for a built-in one of its name. No event comes of it; a run that is over answers too.',
  params: runParams.extend(talkParams),
  answers: { 200: { description: 'The answer.', schema: queriedSchema } },
  problems: ['run_not_found', 'unknown_query', 'query_failed'],
});

export const updateRun = operation({
  id: 'updateRun',
  method: 'POST',
  path: '/api/v1/runs/{id}/updates/{name}',
  tag,
  summary: 'Change the variables of a run and get an answer',
  description: 'One of the `updates` of the definition. The payload is checked against its schema, `set` is worked out and written, and `result` is the answer; all or nothing. It stands in the history. A client `id` makes it unique: sent again it answers the same, and with another name or payload 409. A paused run takes it too.',
  params: runParams.extend(talkParams),
  body: updateRunSchema,
  bodyOptional: true,
  answers: { 200: { description: 'It is in the history.', schema: updatedSchema } },
  problems: ['malformed_json', 'invalid_request', 'run_not_found', 'run_parked', 'run_over', 'unknown_update', 'invalid_payload', 'update_failed', 'idempotency_conflict', 'body_too_large'],
});

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

export const batchRuns = operation({
  id: 'batchRuns',
  method: 'POST',
  path: '/api/v1/runs/batch',
  tag,
  summary: 'Control or signal many runs',
  description:
    'Works through the runs of `filter`, newest first, at most `limit` (50, at most 500) or 20 seconds of them; while `nextCursor` is not null, send the same with it as `cursor` and the `id` of the answer. Each run is written by itself: what fails is told with its code, and the others go on. Without `status` the filter finds the runs the operation makes sense for. With `preview: true` nothing is done, and `count` says how many there are. A page that is sent again under its `id` signals no run twice; controls are refused where they are already in force.',
  body: batchSchema,
  answers: { 200: { description: 'What became of this page.', schema: batchAnswerSchema } },
  problems: ['malformed_json', 'invalid_request', 'invalid_cursor', 'workflow_not_found', 'unsupported_media_type', 'body_too_large'],
});
