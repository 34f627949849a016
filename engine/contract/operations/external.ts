import { z } from 'zod';
import { completeTaskSchema, failTaskSchema, heartbeatTaskSchema, pollSchema, externalTaskSchema, instantSchema } from '../api.ts';
import { queueNameSchema } from '../../definition/schema.ts';
import { BODY_LIMITS, operation } from '../operation.ts';

const tag = 'External tasks';
const taskParams = z.strictObject({ id: z.string().min(1).max(200) });
const common = ['malformed_json', 'invalid_request', 'body_too_large', 'unsupported_media_type', 'task_lost', 'run_parked'] as const;
const closed = z.strictObject({
  runId: z.string(),
  /** False when the same had been said before: the first time counts, and its answer was lost. */
  accepted: z.boolean(),
});

export const pollTasks = operation({
  id: 'pollTasks',
  method: 'POST',
  path: '/api/v1/external-queues/{queue}/poll',
  tag,
  summary: 'Take tasks of a queue',
  description:
    'Waits up to `wait` (60s at most, none when it is not said) until there is a task, and answers with an empty list when there was none. Each task is yours under its `token` until `leaseUntil`; a heartbeat renews the lease. When it runs out, the same attempt is given to another; the third time the step fails as `worker_lost`.',
  params: z.strictObject({ queue: queueNameSchema }),
  body: pollSchema,
  answers: { 200: { description: 'Tasks, the most urgent first.', schema: z.strictObject({ tasks: z.array(externalTaskSchema) }) } },
  problems: ['malformed_json', 'invalid_request', 'unsupported_media_type'],
});

export const heartbeatTask = operation({
  id: 'heartbeatTask',
  method: 'POST',
  path: '/api/v1/external-tasks/{id}/heartbeat',
  tag,
  summary: 'Say that a task is still being worked on',
  description: '`details` are shown, and given to whoever has the task next. `state: cancel` says that the run no longer wants the task: stop, and answer with `fail` (or `complete`, if it was done all the same) within 30 seconds.',
  params: taskParams,
  body: heartbeatTaskSchema,
  answers: { 200: { description: 'It is still yours.', schema: z.strictObject({ state: z.enum(['held', 'cancel']), leaseUntil: instantSchema }) } },
  problems: common,
});

export const completeTask = operation({
  id: 'completeTask',
  method: 'POST',
  path: '/api/v1/external-tasks/{id}/complete',
  tag,
  summary: 'Hand in the output of a task',
  description: 'The output of the step. Sent again because the answer was lost, it answers 200 with `accepted: false`.',
  params: taskParams,
  body: completeTaskSchema,
  limitBytes: BODY_LIMITS.runInput,
  answers: { 200: { description: 'It is in the history.', schema: closed } },
  problems: common,
});

export const failTask = operation({
  id: 'failTask',
  method: 'POST',
  path: '/api/v1/external-tasks/{id}/fail',
  tag,
  summary: 'Say that a task failed',
  description: 'With `retryable: false`, or an error type that the node lists as not retryable, the step fails at once; otherwise it is tried again by the node’s policy, after `retryAfter` at the earliest.',
  params: taskParams,
  body: failTaskSchema,
  answers: { 200: { description: 'It is in the history.', schema: closed } },
  problems: common,
});
