import { z } from 'zod';
import { migrationProblemSchema, type Refusal, type ProblemCode, type Finding } from '@/engine/index.ts';
import type { EngineError } from '@/engine/server.ts';
import { PARKED } from './parked.ts';
import { ProblemError, type ProblemItem } from './problem-error.ts';

const ENGINE_CODES: Readonly<Record<EngineError['code'], ProblemCode>> = {
  run_not_found: 'run_not_found',
  workflow_not_found: 'workflow_not_found',
  version_not_found: 'version_not_found',
  approval_not_found: 'approval_not_found',
  dead_letter_not_found: 'dead_letter_not_found',
  trigger_not_found: 'trigger_not_found',
  trigger_paused: 'trigger_paused',
  trigger_not_paused: 'trigger_not_paused',
  not_a_schedule: 'not_a_schedule',
  not_a_webhook: 'not_a_webhook',
  step_not_found: 'step_not_found',
  definition_invalid: 'invalid_definition',
  entry_not_found: 'unknown_entry',
  key_in_use: 'key_taken',
  idempotency_conflict: 'idempotency_conflict',
  run_parked: 'run_parked',
  not_parked: 'not_parked',
  unsupported: 'unavailable',
  input_invalid: 'invalid_input',
  unknown_signal: 'unknown_signal',
  task_lost: 'task_lost',
  invalid_payload: 'invalid_payload',
  override_invalid: 'invalid_params',
  node_unknown: 'unknown_node',
  query_unknown: 'unknown_query',
  query_failed: 'query_failed',
  too_many_back_tests: 'too_many_back_tests',
  unknown_event: 'unknown_event',
  not_migratable: 'not_migratable',
  same_version: 'same_version',
  nested_too_deep: 'invalid_request',
  start_failed: 'internal',
  too_large: 'body_too_large',
  unavailable: 'unavailable',
};

/** What the core says no with; `duplicate` is no refusal to a caller, so it has no code here. */
const REFUSAL_CODES: Readonly<Record<Exclude<Refusal['code'], 'duplicate'>, ProblemCode>> = {
  run_over: 'run_over',
  run_not_over: 'run_not_over',
  not_paused: 'not_paused',
  already_paused: 'already_paused',
  already_cancelling: 'already_cancelling',
  stale_attempt: 'not_waiting',
  unknown_step: 'step_not_found',
  not_waiting: 'not_waiting',
  already_decided: 'already_decided',
  unknown_outcome: 'unknown_outcome',
  already_assigned: 'already_assigned',
  may_not_decide: 'may_not_decide',
  too_many_assignees: 'invalid_request',
  too_many_signals: 'too_many_signals',
  not_retryable: 'not_retryable',
  no_such_timer: 'not_waiting',
  nothing_left: 'nothing_left',
  invalid_edit: 'invalid_edit',
  run_paused: 'run_paused',
  child_run: 'child_run',
  pinned_run: 'pinned_run',
  unknown_target: 'unknown_target',
  already_past: 'already_past',
  unknown_node: 'unknown_node',
  invalid_params: 'invalid_params',
  too_many_overrides: 'too_many_overrides',
  unknown_update: 'unknown_update',
  invalid_payload: 'invalid_payload',
  update_failed: 'update_failed',
};

/** What the engine threw as a problem; null when it is not the engine's way of saying no. */
export function problemOfEngine(error: unknown): ProblemError | null {
  if (!isEngineError(error)) return null;
  // What it says beyond its code is the error that parked the run: for the log.
  if (error.code === 'run_parked') return new ProblemError('run_parked', PARKED, { cause: error });
  const problems = error.code === 'not_migratable' ? migrationProblems(error.context['problems']) : error.findings.length === 0 ? undefined : error.findings.map((finding) => problemOfFinding(finding));
  return new ProblemError(ENGINE_CODES[error.code], error.message, { ...(problems === undefined ? {} : { problems }), ...(Object.keys(error.context).length === 0 ? {} : { context: error.context }), cause: error });
}

/** One for each node that means something else; the context holds them whole. */
function migrationProblems(problems: unknown): ProblemItem[] {
  return z.array(migrationProblemSchema).parse(problems).map(({ code, node, message }) => ({ in: 'body', pointer: '/version', code, message, ...(node === null ? {} : { node }) }));
}

/** @param at pointer within the body of what its problems are about, when that is not the parameters or the payload */
export function problemOfRefusal(refusal: Refusal, at = refusal.code === 'invalid_params' ? '/params' : '/payload'): ProblemError | null {
  if (refusal.code === 'duplicate') return null;
  const context = { ...(refusal.by === undefined ? {} : { by: refusal.by }), ...(refusal.outcome === undefined ? {} : { outcome: refusal.outcome }) };
  const problems = refusal.problems?.map(({ pointer, message }): ProblemItem => ({ in: 'body', pointer: `${at}${pointer}`, code: refusal.code, message }));
  return new ProblemError(REFUSAL_CODES[refusal.code], refusal.message, { ...(Object.keys(context).length === 0 ? {} : { context }), ...(problems === undefined ? {} : { problems }) });
}

/** @param prefix pointer of the definition within the body that was sent */
export function problemOfFinding(finding: Finding, prefix = ""): ProblemItem {
  const { pointer, ...rest } = finding;
  return { ...rest, pointer: `${prefix}${pointer}` };
}

/** @throws ProblemError invalid_definition when one of the findings is an error */
export function requireExecutable(findings: readonly Finding[], prefix = ''): void {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const rest = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  throw new ProblemError('invalid_definition', `${first.message}${rest}`, { problems: findings.map((finding) => problemOfFinding(finding, prefix)) });
}

/** By name, not by class: a bundler may load the engine's module twice. */
function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && error.name === 'EngineError' && 'code' in error && Object.hasOwn(ENGINE_CODES, String(error.code));
}
