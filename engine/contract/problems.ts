/**
 * Every way in which `/api/v1` says no. The set is closed: a client may branch on `code`, and a new one is a change of the
 * API. `title` is the short name of the kind; the sentence for a person is written where the problem is found.
 */
export const PROBLEMS = {
  malformed_json: { status: 400, title: 'The body is not JSON' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours' },

  signature_invalid: { status: 401, title: 'The signature does not fit' },

  foreign_host: { status: 403, title: 'The Host is not this server' },
  foreign_origin: { status: 403, title: 'The Origin is not this server' },

  route_not_found: { status: 404, title: 'There is nothing at this address' },
  workflow_not_found: { status: 404, title: 'No such workflow' },
  version_not_found: { status: 404, title: 'No such version' },
  run_not_found: { status: 404, title: 'No such run' },
  step_not_found: { status: 404, title: 'No such step' },
  value_not_found: { status: 404, title: 'No such large value' },
  approval_not_found: { status: 404, title: 'No such approval' },
  record_not_found: { status: 404, title: 'No such record' },
  dead_letter_not_found: { status: 404, title: 'No such dead letter' },
  trigger_not_found: { status: 404, title: 'No such trigger' },

  method_not_allowed: { status: 405, title: 'The method does not go with this address' },

  revision_conflict: { status: 409, title: 'The draft was changed meanwhile' },
  slug_taken: { status: 409, title: 'The slug is taken' },
  workflow_busy: { status: 409, title: 'The workflow has open runs' },
  not_published: { status: 409, title: 'The workflow has no version yet' },
  key_taken: { status: 409, title: 'An open run has this key' },
  idempotency_conflict: { status: 409, title: 'The idempotency key was used for something else' },
  already_decided: { status: 409, title: 'It was decided before' },
  approval_closed: { status: 409, title: 'The approval is no longer open' },
  may_not_decide: { status: 403, title: 'This person may not decide' },
  already_assigned: { status: 409, title: 'They are asked already' },
  shown_changed: { status: 409, title: 'The decision was made on something else' },
  run_over: { status: 409, title: 'The run is over' },
  run_not_over: { status: 409, title: 'The run is still going' },
  already_paused: { status: 409, title: 'The run is paused' },
  not_paused: { status: 409, title: 'The run is not paused' },
  already_cancelling: { status: 409, title: 'The run is being cancelled' },
  not_retryable: { status: 409, title: 'The run cannot be retried' },
  nothing_left: { status: 409, title: 'Nothing of the run is left to be done' },
  run_paused: { status: 409, title: 'The run is paused' },
  child_run: { status: 409, title: 'The run is the child of another' },
  pinned_run: { status: 409, title: 'The run has pinned outputs' },
  not_migratable: { status: 409, title: 'What the run has begun means something else there' },
  same_version: { status: 409, title: 'The run has this version' },
  not_waiting: { status: 409, title: 'The step does not wait' },
  already_past: { status: 409, title: 'The run is past it' },
  task_lost: { status: 409, title: 'The task is not yours any more' },
  run_parked: { status: 409, title: 'The run is parked' },
  not_parked: { status: 409, title: 'The run is not parked' },
  trigger_paused: { status: 409, title: 'The trigger is paused' },
  trigger_not_paused: { status: 409, title: 'The trigger is not paused' },
  not_a_schedule: { status: 409, title: 'The trigger is not a schedule' },
  not_a_webhook: { status: 409, title: 'The trigger is not a webhook' },

  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is not JSON' },

  invalid_request: { status: 422, title: 'The request is not valid' },
  invalid_definition: { status: 422, title: 'The definition has errors' },
  invalid_input: { status: 422, title: 'The input does not match the workflow’s input schema' },
  invalid_payload: { status: 422, title: 'The payload does not match its schema' },
  invalid_form: { status: 422, title: 'The data does not match the form' },
  unknown_signal: { status: 422, title: 'The workflow waits for no signal of this name' },
  unknown_update: { status: 422, title: 'The workflow takes no update of this name' },
  unknown_query: { status: 422, title: 'The run answers no query of this name' },
  unknown_target: { status: 422, title: 'There is nothing of this name to go on to' },
  unknown_node: { status: 422, title: 'The workflow has no such node' },
  invalid_params: { status: 422, title: 'The node cannot take these parameters' },
  update_failed: { status: 422, title: 'The update cannot be worked out' },
  query_failed: { status: 422, title: 'The query cannot be worked out' },
  unknown_outcome: { status: 422, title: 'The approval has no such outcome' },
  invalid_edit: { status: 422, title: 'The edit does not fit the past' },
  unknown_event: { status: 422, title: 'The history has no such event' },
  unknown_entry: { status: 422, title: 'The workflow has no such entry' },

  if_match_required: { status: 428, title: 'Say which draft you changed' },
  too_many_back_tests: { status: 429, title: 'Too many back-tests wait' },
  too_many_overrides: { status: 429, title: 'The run has too many overrides' },
  too_many_signals: { status: 429, title: 'Too many signals wait' },

  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The store cannot be reached' },
  not_ready: { status: 503, title: 'The server is not ready' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
