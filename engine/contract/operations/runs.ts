import { z } from 'zod';
import { briefRunSchema, eventPageSchema, eventsQuerySchema, pageOf, replaySchema, runListQuerySchema, runQuerySchema, runSchema, runSummarySchema, startDefinitionRunSchema, startRunSchema, stepDetailSchema, stepListQuerySchema, stepSchema, waitQuerySchema } from '../api.ts';
import { definitionSchema, jsonSchema } from '../../definition/schema.ts';
import { BODY_LIMITS, operation } from '../operation.ts';
import { workflowParams } from './workflows.ts';

/** The address of a run. What stands before and after the colon is looked up before the call is handled (`app/_server/run-address.ts`). */
export const runParams = z.strictObject({ id: z.string().min(1).max(100).describe('Id of the run; or `workflow:key`, the id or slug of its workflow and its business key: the open run that has the key, or else the newest that had it.') });
const tag = 'Runs';
const startAnswers = {
  201: { description: 'The run has started.', schema: runSchema, headers: { Location: 'Its address.' } },
  200: { description: 'With `wait`: the run is over. Without: it had been started before, by the same idempotency key or the same key with `onConflict: return`.', schema: runSchema },
  202: { description: 'With `wait`: the time is up and the run goes on.', schema: runSchema },
};
const startProblems = ['malformed_json', 'invalid_request', 'invalid_definition', 'invalid_input', 'unknown_entry', 'key_taken', 'idempotency_conflict', 'body_too_large', 'unsupported_media_type'] as const;

export const startRun = operation({
  id: 'startRun',
  method: 'POST',
  path: '/api/v1/workflows/{id}/runs',
  tag,
  summary: 'Start a run',
  description:
    'Without `version` the latest version runs, or the draft while there is none. The input is checked against the definition’s schema, with its defaults filled in. `?wait=30s` (at most 5m) answers when the run ends. An `idempotencyKey` is unique per workflow: the same body again answers with the first run, another body with 409.',
  params: workflowParams,
  query: waitQuerySchema,
  body: startRunSchema,
  bodyOptional: true,
  limitBytes: BODY_LIMITS.runInput,
  answers: startAnswers,
  problems: [...startProblems, 'workflow_not_found', 'version_not_found', 'not_published'],
});

export const startDefinitionRun = operation({
  id: 'startDefinitionRun',
  method: 'POST',
  path: '/api/v1/runs',
  tag,
  summary: 'Run a definition that is not saved',
  description: 'What the editor’s test run does. With `usePinned` the outputs pinned in the definition stand in for their steps, and leave by the branch that they stand for. `part` runs one node alone (`{"only": "score"}`), with `outputs` in the place of what it reads, or everything up to one (`{"upTo": "score"}`); the rest of the definition may then be unfinished. `skipWaits` lets timers pass at once, `decide` takes outcomes for approvals. `workflow` (id or slug) files the run under a workflow.',
  query: waitQuerySchema,
  body: startDefinitionRunSchema,
  limitBytes: BODY_LIMITS.runInput,
  answers: startAnswers,
  problems: [...startProblems, 'workflow_not_found'],
});

export const listRuns = operation({
  id: 'listRuns',
  method: 'GET',
  path: '/api/v1/runs',
  tag,
  summary: 'Runs, newest first',
  description:
    'Filters are joined by *and*: `status` (one or several, with commas), `workflow` (id or slug), `version`, `startedAfter` and `startedBefore` (instants, not included themselves), `key`, `parent` and `forkedFrom` (id of a run), `attribute` (`name:value`, up to eight times: the text, or the number, truth or null that it reads as, or an element of a list; in quotes the text alone), `q` (beginning of a run’s id, or part of the workflow’s name or the key). `nextCursor` of one page is `cursor` of the next; it stays right while runs are added.',
  query: runListQuerySchema,
  answers: { 200: { description: 'One page of runs.', schema: pageOf(runSummarySchema) } },
  problems: ['invalid_request', 'invalid_cursor', 'workflow_not_found'],
});

export const getRun = operation({
  id: 'getRun',
  method: 'GET',
  path: '/api/v1/runs/{id}',
  tag,
  summary: 'One run with its first 500 steps and the counts of all',
  description: '`brief=true` leaves out `input`, `counts` and `steps`, which have to be read from the history: for who follows that anyway, or only asks how the run stands.',
  params: runParams,
  query: runQuerySchema,
  answers: { 200: { description: 'The run.', schema: z.union([runSchema, briefRunSchema]) } },
  problems: ['invalid_request', 'run_not_found'],
});

export const getRunEvents = operation({
  id: 'getRunEvents',
  method: 'GET',
  path: '/api/v1/runs/{id}/events',
  tag,
  summary: 'The history of a run, as JSON or as a live stream',
  description:
    'As JSON: one page after `after`, of `limit` events (500, at most 5,000) or fewer when they are large; `nextAfter` is null at the end. With `Accept: text/event-stream`: `event: event` carries one event of the history with `id:` = its number; `event: frame` an ephemeral frame (tokens, progress) without id; `event: end` says that the run is over and closes the stream; `event: heartbeat` comes every 15 s, and a connection on which nothing is heard for longer is lost. After a break the client sends `Last-Event-ID` (or `after`) and goes on without a gap or a repeat.',
  params: runParams,
  query: eventsQuerySchema,
  headers: { 'Last-Event-ID': { required: false, description: 'Number of the last event received; wins over `after`.' } },
  answers: { 200: { description: 'Events in order.', schema: eventPageSchema } },
  problems: ['invalid_request', 'run_not_found'],
});

export const listSteps = operation({
  id: 'listSteps',
  method: 'GET',
  path: '/api/v1/runs/{id}/steps',
  tag,
  summary: 'All steps of a run, in order of opening',
  description: '`container` is the path of a container’s step: its inside at any depth. `iteration` narrows that to one of its iterations.',
  params: runParams,
  query: stepListQuerySchema,
  answers: { 200: { description: 'One page of steps.', schema: pageOf(stepSchema) } },
  problems: ['invalid_request', 'invalid_cursor', 'run_not_found'],
});

export const getStep = operation({
  id: 'getStep',
  method: 'GET',
  path: '/api/v1/runs/{id}/steps/{path*}',
  tag,
  summary: 'One step with its input, output and attempts',
  description: 'The path is written as it is (`book/hotel`, `rounds[3]/critique`). The input is derived from the history.',
  params: runParams.extend({ path: z.string().min(1).max(2_000) }),
  answers: { 200: { description: 'The step.', schema: stepDetailSchema } },
  problems: ['run_not_found', 'step_not_found'],
});

export const getRunValue = operation({
  id: 'getRunValue',
  method: 'GET',
  path: '/api/v1/runs/{id}/values/{hash}',
  tag,
  summary: 'A large value of a run, whole',
  description:
    'Values over 256 KB are kept beside the history: an event tells of them in `refs`, and every other answer shows `{"ref": {"hash", "bytes", "type", "length"}}` in their place. A value never changes, so an answer may be kept for ever.',
  params: runParams.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/, 'The hash of a value is 64 lower-case hexadecimal digits.') }),
  answers: { 200: { description: 'The value: any JSON.', schema: jsonSchema } },
  problems: ['invalid_request', 'run_not_found', 'value_not_found'],
});

export const replayRun = operation({
  id: 'replayRun',
  method: 'GET',
  path: '/api/v1/runs/{id}/replay',
  tag,
  summary: 'Fold the history through the core again and compare every decision',
  params: runParams,
  answers: { 200: { description: 'The proof, or where it fails.', schema: replaySchema } },
  problems: ['run_not_found'],
});

export const getRunDefinition = operation({
  id: 'getRunDefinition',
  method: 'GET',
  path: '/api/v1/runs/{id}/definition',
  tag,
  summary: 'The definition that a run is pinned to',
  description: 'Of its version, or of the draft it was started with. Another one only after the run was moved to another version.',
  params: runParams,
  answers: { 200: { description: 'The definition.', schema: definitionSchema } },
  problems: ['run_not_found'],
});
