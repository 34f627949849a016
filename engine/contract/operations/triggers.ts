import { z } from 'zod';
import { controlSchema, pageOf, waitQuerySchema } from '../api.ts';
import { jsonSchema } from '../../definition/schema.ts';
import { BODY_LIMITS, operation } from '../operation.ts';
import { fireTriggerSchema, hookAnswerSchema, hookSecretSchema, hookSecretSetSchema, schedulePreviewQuerySchema, schedulePreviewSchema, triggerListQuerySchema, triggerSchema } from '../triggers.ts';

const tag = 'Triggers';
const triggerParams = z.strictObject({ id: z.string().min(1).max(100) });
const hookParams = z.strictObject({ token: z.string().min(1).max(200) });
const written = ['malformed_json', 'invalid_request', 'trigger_not_found', 'unsupported_media_type'] as const;

export const listTriggers = operation({
  id: 'listTriggers',
  method: 'GET',
  path: '/api/v1/triggers',
  tag,
  summary: 'The schedules and webhooks of published workflows',
  description: 'Those of the latest versions: a start node with a schedule or a webhook has one from its publication on. `workflow` (id or slug) asks for those of one.',
  query: triggerListQuerySchema,
  answers: { 200: { description: 'One page of triggers, the newest first.', schema: pageOf(triggerSchema) } },
  problems: ['invalid_request', 'invalid_cursor', 'workflow_not_found'],
});

export const pauseTrigger = operation({
  id: 'pauseTrigger',
  method: 'POST',
  path: '/api/v1/triggers/{id}/pause',
  tag,
  summary: 'Let a trigger start nothing until it is resumed',
  description: 'It stays paused when another version is published. `by` and `reason` are shown with it.',
  params: triggerParams,
  body: controlSchema,
  bodyOptional: true,
  answers: { 200: { description: 'The trigger.', schema: triggerSchema } },
  problems: [...written, 'trigger_paused'],
});

export const resumeTrigger = operation({
  id: 'resumeTrigger',
  method: 'POST',
  path: '/api/v1/triggers/{id}/resume',
  tag,
  summary: 'Let a trigger start runs again',
  description: 'A schedule goes on from now: what came while it was paused is not made up.',
  params: triggerParams,
  answers: { 200: { description: 'The trigger.', schema: triggerSchema } },
  problems: ['trigger_not_found', 'trigger_not_paused'],
});

export const fireTrigger = operation({
  id: 'fireTrigger',
  method: 'POST',
  path: '/api/v1/triggers/{id}/fire',
  tag,
  summary: 'Start a run of a schedule now',
  description: 'As the schedule would, with its input, whether it is paused or a run of it is open. The same `id` again answers with the same run.',
  params: triggerParams,
  body: fireTriggerSchema,
  bodyOptional: true,
  answers: { 201: { description: 'The run.', schema: z.strictObject({ runId: z.string() }), headers: { Location: 'Its address.' } } },
  problems: [...written, 'not_a_schedule', 'invalid_definition', 'invalid_input', 'unknown_entry', 'workflow_not_found', 'version_not_found'],
});

export const renewHook = operation({
  id: 'renewHook',
  method: 'POST',
  path: '/api/v1/triggers/{id}/token',
  tag,
  summary: 'Give a webhook another address',
  description: 'The old one is dead at once.',
  params: triggerParams,
  answers: { 200: { description: 'The trigger with its new address.', schema: triggerSchema } },
  problems: ['trigger_not_found', 'not_a_webhook'],
});

export const setHookSecret = operation({
  id: 'setHookSecret',
  method: 'PUT',
  path: '/api/v1/triggers/{id}/secret',
  tag,
  summary: 'Have the requests to a webhook signed',
  description: 'With the secret that is sent, or with one that is made. It is told in this answer and never again; another takes its place at once.',
  params: triggerParams,
  body: hookSecretSchema,
  bodyOptional: true,
  answers: { 200: { description: 'The secret.', schema: hookSecretSetSchema } },
  problems: [...written, 'not_a_webhook'],
});

export const removeHookSecret = operation({
  id: 'removeHookSecret',
  method: 'DELETE',
  path: '/api/v1/triggers/{id}/secret',
  tag,
  summary: 'Take the secret of a webhook away',
  description: 'From then on its address is all that is needed.',
  params: triggerParams,
  answers: { 204: { description: 'It has none.' } },
  problems: ['trigger_not_found', 'not_a_webhook'],
});

export const previewSchedule = operation({
  id: 'previewSchedule',
  method: 'GET',
  path: '/api/v1/schedules/preview',
  tag,
  summary: 'The next five instants of a schedule that is being written',
  description: '`cron` (five fields) in `timezone` (IANA, UTC when it is not said), or `every`. What is wrong with them is said in `problems`.',
  query: schedulePreviewQuerySchema,
  answers: { 200: { description: 'The instants, the next first; fewer when there are no more.', schema: schedulePreviewSchema } },
  problems: ['invalid_request'],
});

export const receiveHook = operation({
  id: 'receiveHook',
  method: 'POST',
  path: '/api/v1/hooks/{token}',
  tag,
  summary: 'Start a run by the webhook of a workflow',
  description:
    'The body, a JSON object, is the input of the run, checked against the schema of the definition; without a body it is `{}`. The latest version runs, from the start node that the address belongs to. Where a secret is set, the request is signed: `Heddle-Signature: t=<seconds since 1970>,v1=<hex>` with the HMAC-SHA256 of `<t>.<body>` (`<t>.<key>.<body>` with an `Idempotency-Key`), not older than 5 minutes. The same `Idempotency-Key` with the same body again answers with the first run; a signed request without one is taken once, by its signature. `?wait=30s` (at most 5m) answers when the run ends.',
  params: hookParams,
  query: waitQuerySchema,
  body: jsonSchema,
  bodyOptional: true,
  rawBody: true,
  hiddenPath: true,
  limitBytes: BODY_LIMITS.runInput,
  headers: {
    'Heddle-Signature': { required: false, description: 'Required where a secret is set.' },
    'Idempotency-Key': { required: false, description: 'At most 200 characters.' },
  },
  answers: {
    202: { description: 'The run has started, and goes on.', schema: hookAnswerSchema, headers: { Location: 'The address of the run.' } },
    200: { description: 'With `wait`: the run is over.', schema: hookAnswerSchema, headers: { Location: 'The address of the run.' } },
  },
  problems: ['malformed_json', 'invalid_request', 'signature_invalid', 'route_not_found', 'trigger_paused', 'invalid_definition', 'invalid_input', 'idempotency_conflict', 'body_too_large', 'unsupported_media_type'],
});
