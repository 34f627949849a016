import { z } from 'zod';
import { runSchema } from '../api.ts';
import { forkPlanSchema, forkSchema, migrateSchema, migrationPlanSchema } from '../forks.ts';
import { BODY_LIMITS, operation } from '../operation.ts';
import { runParams } from './runs.ts';

const tag = 'Control';
const planOrRun = z.union([forkPlanSchema, runSchema]);
const problems = ['malformed_json', 'invalid_request', 'run_not_found', 'step_not_found', 'unknown_event', 'nothing_left', 'already_cancelling', 'invalid_edit', 'invalid_input', 'unknown_node', 'invalid_params', 'too_many_overrides', 'version_not_found', 'not_migratable', 'key_taken', 'idempotency_conflict', 'body_too_large'] as const;
const fork = (id: string, verb: string, summary: string, description: string, more: readonly 'child_run'[] = []) =>
  operation({
    id,
    method: 'POST',
    path: `/api/v1/runs/{id}/${verb}`,
    tag,
    summary,
    description,
    params: runParams,
    body: forkSchema,
    bodyOptional: true,
    limitBytes: BODY_LIMITS.runInput,
    answers: {
      201: { description: 'The new run.', schema: runSchema, headers: { Location: 'Its address.' } },
      200: { description: 'With `dryRun`: what would be kept and done again. Without: the run that the same idempotency key made before.', schema: planOrRun },
    },
    problems: [...problems, ...more],
  });

export const forkRun = fork(
  'forkRun', 'fork', 'Begin a new run with the past of this one',
  'The past up to the cut is copied word for word, with the `edits` on top. What was open there starts again: attempts under their number, timers with the time they had left, requests to people anew (`keepDecisions` keeps what was decided), awaited children as new runs. The source goes on as if nothing had happened. Works for runs that are open and for runs that are over, up to an event before their end. `dryRun` tells beforehand.',
);
export const resetRun = fork(
  'resetRun', 'reset', 'Take a run back to an event',
  'A fork that ends its source: the source is terminated in the same transaction, with the children that it awaits, and its business key goes to the new run. A source that is over stays as it is.', ['child_run'],
);

export const migrateRun = operation({
  id: 'migrateRun',
  method: 'POST',
  path: '/api/v1/runs/{id}/migrate',
  tag,
  summary: 'Move an open run to another version of its workflow',
  description: 'Allowed when every step it has begun means the same there and its history would have been decided the same way; `problems[]` names what does not. `dryRun` only looks.',
  params: runParams,
  body: migrateSchema,
  answers: { 200: { description: 'The run after it; with `dryRun`, whether it can be moved.', schema: z.union([migrationPlanSchema, runSchema]) } },
  problems: ['malformed_json', 'invalid_request', 'run_not_found', 'run_parked', 'run_over', 'run_paused', 'already_cancelling', 'child_run', 'pinned_run', 'version_not_found', 'same_version', 'not_migratable'],
});
