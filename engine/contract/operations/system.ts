import { z } from 'zod';
import { queueNameSchema } from '../../definition/schema.ts';
import { controlSchema, deadLetterSchema, healthSchema, limitQueueSchema, pageOf, pageQuerySchema, queueLimitsSchema, readinessSchema, taskQueueSchema, workerSchema } from '../api.ts';
import { operation } from '../operation.ts';

const tag = 'Operations';
const queueParams = z.strictObject({ name: queueNameSchema });
const letterParams = z.strictObject({ id: z.string().min(1).max(200) });

export const listWorkers = operation({
  id: 'listWorkers',
  method: 'GET',
  path: '/api/v1/workers',
  tag,
  summary: 'The worker processes and what they hold',
  query: pageQuerySchema,
  answers: { 200: { description: 'One page of the workers that were seen in the last hour, the longest running first.', schema: pageOf(workerSchema) } },
  problems: ['invalid_request', 'invalid_cursor'],
});

export const listTaskQueues = operation({
  id: 'listTaskQueues',
  method: 'GET',
  path: '/api/v1/task-queues',
  tag,
  summary: 'The task queues and what waits in them',
  query: pageQuerySchema,
  answers: { 200: { description: 'One page of the queues that have a task, a worker or limits, by name.', schema: pageOf(taskQueueSchema) } },
  problems: ['invalid_request', 'invalid_cursor'],
});

export const limitTaskQueue = operation({
  id: 'limitTaskQueue',
  method: 'PUT',
  path: '/api/v1/task-queues/{name}/limits',
  tag,
  summary: 'Limit how much of a task queue goes on at once, and how fast it begins',
  description: 'For all workers together, programs outside included. `concurrency`: attempts at once; 0 holds everything back. `rate`: attempts that begin in any span of `per`. What is left out is not limited; at least one is. They hold within two seconds, for what begins from then on; what is held back waits, most urgent first.',
  params: queueParams,
  body: limitQueueSchema,
  answers: { 200: { description: 'The limits.', schema: queueLimitsSchema } },
  problems: ['malformed_json', 'invalid_request', 'unsupported_media_type'],
});

export const unlimitTaskQueue = operation({
  id: 'unlimitTaskQueue',
  method: 'DELETE',
  path: '/api/v1/task-queues/{name}/limits',
  tag,
  summary: 'Take the limits of a task queue away',
  params: queueParams,
  answers: { 204: { description: 'It has none.' } },
  problems: ['invalid_request'],
});

export const listDeadLetters = operation({
  id: 'listDeadLetters',
  method: 'GET',
  path: '/api/v1/dead-letters',
  tag,
  summary: 'Attempts whose worker was lost three times',
  query: pageQuerySchema,
  answers: { 200: { description: 'One page of dead letters, newest first.', schema: pageOf(deadLetterSchema) } },
  problems: ['invalid_request', 'invalid_cursor'],
});

export const retryDeadLetter = operation({
  id: 'retryDeadLetter',
  method: 'POST',
  path: '/api/v1/dead-letters/{id}/retry',
  tag,
  summary: 'Try the step of a dead letter again',
  description: '`reason` and `by` stand in the history with the retry.',
  params: letterParams,
  body: controlSchema,
  bodyOptional: true,
  answers: { 200: { description: 'The run it belongs to goes on.', schema: z.strictObject({ runId: z.string() }) } },
  problems: ['malformed_json', 'invalid_request', 'dead_letter_not_found', 'run_not_over', 'not_retryable', 'key_taken', 'unsupported_media_type'],
});

export const dismissDeadLetter = operation({
  id: 'dismissDeadLetter',
  method: 'POST',
  path: '/api/v1/dead-letters/{id}/dismiss',
  tag,
  summary: 'Take a dead letter off the list',
  description: 'For one that needs no retry, or whose run cannot be retried since it took care of the failure itself. The run stays as it is. One that is off the list stays so.',
  params: letterParams,
  body: controlSchema,
  bodyOptional: true,
  answers: { 200: { description: 'It is no longer listed.', schema: z.strictObject({ runId: z.string() }) } },
  problems: ['malformed_json', 'invalid_request', 'dead_letter_not_found', 'unsupported_media_type'],
});

export const listStream = operation({
  id: 'listStream',
  method: 'GET',
  path: '/api/v1/stream',
  tag,
  summary: 'Server-sent events: changes that lists care for',
  description: 'Ephemeral. Begins with `hello` and its counts; then `run` and `approval` frames as they happen; `event: heartbeat` comes every 15 s. After a break the client reads its lists again.',
  answers: { 200: { description: '`event: list` frames.', contentType: 'text/event-stream' } },
  problems: [],
});

export const health = operation({
  id: 'health',
  method: 'GET',
  path: '/api/v1/healthz',
  tag,
  summary: 'The process answers',
  description: 'Also at `/healthz`.',
  answers: { 200: { description: 'It does.', schema: healthSchema } },
  problems: [],
});

export const readiness = operation({
  id: 'readiness',
  method: 'GET',
  path: '/api/v1/readyz',
  tag,
  summary: 'Postgres, Redis and the migrations are there',
  description: 'Also at `/readyz`.',
  answers: { 200: { description: 'All of them.', schema: readinessSchema }, 503: { description: 'Not all of them; `checks` says which.', schema: readinessSchema } },
  problems: [],
});

export const metrics = operation({
  id: 'metrics',
  method: 'GET',
  path: '/api/v1/metrics',
  tag,
  summary: 'Figures for Prometheus',
  description: 'Also at `/metrics`.',
  answers: { 200: { description: 'Prometheus text format.', contentType: 'text/plain; version=0.0.4' } },
  problems: [],
});

export const openapi = operation({
  id: 'openapi',
  method: 'GET',
  path: '/api/v1/openapi.json',
  tag,
  summary: 'This document',
  answers: { 200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) } },
  problems: [],
});

export const docs = operation({
  id: 'docs',
  method: 'GET',
  path: '/api/v1/docs',
  tag,
  summary: 'This document as a page',
  answers: { 200: { description: 'A page.', contentType: 'text/html' } },
  problems: [],
});
