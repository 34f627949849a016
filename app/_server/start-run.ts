import { createHash } from 'node:crypto';
import { type Run, type StartRun, type StartDefinitionRun, type Finding, type TestRun, catalogue, prepareTestRun, parseDuration, type JsonObject, documentSchema, type Definition, isRunOver, canonicalJson } from '@/engine/index.ts';
import { EngineError, type StartRun as EngineStart, type StartedRun, type WorkflowBrief } from '@/engine/server.ts';
import { requireParts } from './composition.ts';
import { requireDefinitionSize } from './definition-size.ts';
import { requireExecutable } from './engine-problems.ts';
import { findingsOf } from './findings.ts';
import { checkedInput } from './input.ts';
import { ProblemError } from './problem-error.ts';
import { toBegunRun, toRun } from './run-views.ts';
import type { Server } from './server.ts';
import { requireWorkflowBrief, workflowNotFound } from './workflow-views.ts';
import { invalidRequest, parsePart } from './zod-problems.ts';

/** Longest `?wait=`: proxies and clients give up on a request that is quiet for longer. */
const LONGEST_WAIT_MS = 300_000;

type Options = Omit<StartRun, 'version'>;
export type StartAnswer = { status: 200 | 201 | 202; body: Run; headers: Record<string, string> };

/** Who asks: a page of ours, by what a browser alone can say of a request, or anybody else. Only told, never trusted. */
export function triggerOf(request: Request): 'ui' | 'api' {
  return request.headers.get('sec-fetch-site') === 'same-origin' ? 'ui' : 'api';
}

/** Starts a run of a saved workflow. @throws ProblemError of `startRun`'s problems, EngineError */
export async function startSavedRun(server: Server, idOrSlug: string, request: StartRun, wait: string | undefined, trigger: 'ui' | 'api' | 'webhook'): Promise<StartAnswer> {
  const row = await requireWorkflowBrief(server, idOrSlug);
  const fingerprint = fingerprintOf(request);
  return await orRepeated(server, row, request, fingerprint, wait, async () => {
    const { version, definition } = await resolveVersion(server, row, request.version);
    const input = checkedInput(definition, request.input);
    await requireParts(server, definition, row);
    return await start(server, { workflow: row.id, version, ...engineOptions(request), fingerprint, input, trigger }, wait);
  });
}

/** A request that would be refused now, and has started a run before, is answered with that run: what was published meanwhile is nothing to it. */
async function orRepeated(server: Server, workflow: WorkflowBrief, { idempotencyKey }: Options, fingerprint: string | undefined, wait: string | undefined, begin: () => Promise<StartAnswer>): Promise<StartAnswer> {
  try {
    return await begin();
  } catch (error) {
    if (idempotencyKey === undefined || !(error instanceof ProblemError || error instanceof EngineError)) throw error;
    const run = await server.engine.findRepeated(workflow.id, idempotencyKey, fingerprint ?? null);
    if (run === null) throw error;
    return await answerWith(server, { run, created: false, begun: null }, readWait(wait));
  }
}

/** Runs a definition that is not saved. @throws ProblemError of `startDefinitionRun`'s problems, EngineError */
export async function startTestRun(server: Server, request: StartDefinitionRun, wait: string | undefined): Promise<StartAnswer> {
  const drawn = parsePart('body', documentSchema, request.definition, '/definition');
  requireDefinitionSize(drawn);
  if (request.workflow === undefined) return await beginTestRun(server, null, drawn, request, undefined, wait);
  const workflow = await requireWorkflowBrief(server, request.workflow);
  const fingerprint = fingerprintOf(request);
  return await orRepeated(server, workflow, request, fingerprint, wait, () => beginTestRun(server, workflow, drawn, request, fingerprint, wait));
}

/** @throws ProblemError when the definition, the part of it or the input cannot be run */
async function beginTestRun(server: Server, workflow: WorkflowBrief | null, drawn: Definition, request: StartDefinitionRun, fingerprint: string | undefined, wait: string | undefined): Promise<StartAnswer> {
  const { definition, pinned, stands } = preparedRun(drawn, request);
  requireExecutable(findingsOf(definition).map((finding) => asDrawn(finding, definition, drawn)), '/definition');
  const input = checkedInput(definition, request.input);
  await requireParts(server, definition, workflow, '/definition');
  return await start(server, { ...(workflow === null ? {} : { workflow: workflow.id }), definition, ...engineOptions(request), fingerprint, input, trigger: 'test', pinned: Object.keys(pinned).length > 0 ? pinned : null, ...(Object.keys(stands).length > 0 ? { stands } : {}), ...(request.vars === undefined ? {} : { vars: request.vars as JsonObject }), part: request.part ?? null }, wait);
}

/** Which definition runs: a number, the latest, or the draft; unsaid, the latest, or the draft while there is no version. */
export async function resolveVersion(server: Server, row: WorkflowBrief, wanted: StartRun['version']): Promise<{ version: number | 'draft'; definition: Definition }> {
  const version = wanted === undefined ? (row.latestVersion ?? 'draft') : wanted === 'latest' ? row.latestVersion : wanted;
  if (version === null) throw new ProblemError('not_published', `“${row.name}” has no version yet. Publish it, or run its draft with "version": "draft".`);
  if (version !== 'draft') {
    const definition = await server.workflows.definitionOf(row.id, version);
    if (definition === null) throw new ProblemError('version_not_found', `“${row.name}” has no version ${version}.${row.latestVersion === null ? '' : ` The latest is ${row.latestVersion}.`}`);
    return { version, definition };
  }
  const record = await server.workflows.find(row.id);
  if (record === null) throw workflowNotFound(row.id);
  requireExecutable(findingsOf(record.draft));
  return { version, definition: record.draft };
}

async function start(server: Server, request: EngineStart, wait: string | undefined): Promise<StartAnswer> {
  const waitMs = readWait(wait);
  return await answerWith(server, await server.engine.startRun({ ...request, willWait: waitMs !== null }), waitMs);
}

async function answerWith(server: Server, { run, created, begun }: StartedRun, waitMs: number | null): Promise<StartAnswer> {
  const headers = { location: `/api/v1/runs/${run.id}` };
  if (waitMs === null) return { status: created ? 201 : 200, body: begun === null ? await toRun(server.engine, run) : toBegunRun(run, begun), headers };
  const ended = await server.engine.waitForEnd(run.id, waitMs);
  return { status: isRunOver(ended.status) ? 200 : 202, body: await toRun(server.engine, ended), headers };
}

function readWait(wait: string | undefined): number | null {
  if (wait === undefined) return null;
  const ms = parseDuration(wait) ?? 0;
  if (ms > LONGEST_WAIT_MS) throw invalidRequest([{ in: 'query', pointer: '/wait', code: 'too_big', message: 'Wait at most 5m; for longer, watch the events of the run.' }]);
  return ms;
}

function engineOptions(options: Options): Partial<EngineStart> {
  const { key, idempotencyKey, entry, taskQueue, priority, searchAttributes, memo, onConflict } = options;
  return {
    key: key ?? null,
    idempotencyKey: idempotencyKey ?? null,
    entry: entry ?? null,
    taskQueue: taskQueue ?? null,
    priority: priority ?? null,
    ...(onConflict === undefined ? {} : { onConflict }),
    ...(searchAttributes === undefined ? {} : { searchAttributes: searchAttributes as JsonObject }),
    ...(memo === undefined ? {} : { memo: memo as JsonObject }),
  };
}

/** Of the body as it was sent: what it resolves to (a version, defaults) may change between two sends of the same. */
function fingerprintOf(request: Options): string | undefined {
  return request.idempotencyKey === undefined ? undefined : createHash('sha256').update(canonicalJson(request)).digest('hex');
}

/** @throws ProblemError invalid_request when the part cannot be run */
function preparedRun(drawn: Definition, request: StartDefinitionRun): TestRun {
  const part = request.part ?? null;
  const data = { ...request.outputs, ...(request.usePinned === true ? pinnedOutputs(drawn) : {}) };
  const prepared = prepareTestRun(drawn, catalogue, { part, data, skipWaits: request.skipWaits ?? false, decide: request.decide ?? {} });
  if (prepared.ok) return prepared.run;
  const { why, nodes, message } = prepared.refusal;
  const pointer = why === 'unknown_outcome' ? `/decide/${nodes[0] ?? ''}` : part !== null && 'only' in part ? '/part/only' : '/part/upTo';
  throw invalidRequest([{ in: 'body', pointer, code: why, message }]);
}

/** A finding in what is run, with its place in what was drawn. */
function asDrawn(finding: Finding, run: Definition, drawn: Definition): Finding {
  if (run === drawn) return finding;
  const place = /^\/(nodes|edges)\/(\d+)/.exec(finding.pointer);
  if (place === null) return finding;
  const list = place[1] === 'nodes' ? 'nodes' : 'edges';
  const id = run[list][Number(place[2])]?.id;
  const at = drawn[list].findIndex((each) => each.id === id);
  return at < 0 ? finding : { ...finding, pointer: `/${list}/${at}${finding.pointer.slice(place[0].length)}` };
}

function pinnedOutputs(definition: Definition): JsonObject {
  return Object.fromEntries(definition.nodes.flatMap((node) => (node.ui?.pinned === undefined ? [] : [[node.id, node.ui.pinned]])));
}
