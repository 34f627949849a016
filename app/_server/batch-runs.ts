import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { BATCH_STATUSES, type batchSchema, type BatchAnswer, type RunInput } from '@/engine/index.ts';
import { writeCursor, type Engine, type RunFilter, type RunRow } from '@/engine/server.ts';
import { problemOfEngine, problemOfRefusal } from './engine-problems.ts';
import { runFilterOf } from './find-runs.ts';
import { pageRequest, USUAL_PAGE } from './paging.ts';
import type { Server } from './server.ts';

type Batch = z.infer<typeof batchSchema>;

/** Runs that are written at the same time. */
const ABREAST = 20;
/** After so long the rest is left to the next call: proxies and clients give up on a request that is quiet for longer. */
const LONGEST_MS = 20_000;
/** A preview counts no further. */
const MOST_COUNTED = 10_000;

/**
 * One page of a batch: the newest runs of the filter, each by itself. What fails is told and the others go on.
 * @throws ProblemError workflow_not_found, invalid_cursor
 */
export async function batchRuns(server: Server, batch: Batch): Promise<BatchAnswer> {
  const filter: RunFilter = { ...(await runFilterOf(server, batch.filter)), ...(batch.filter.ids === undefined ? {} : { ids: batch.filter.ids }) };
  filter.statuses ??= [...BATCH_STATUSES[batch.operation]];
  const id = batch.id ?? randomUUID();
  if (batch.preview === true) {
    const count = await server.engine.countRuns(filter, MOST_COUNTED + 1);
    return { id, done: 0, failed: [], nextCursor: null, count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED };
  }
  const page = await server.engine.listRuns(filter, pageRequest({ limit: batch.limit ?? USUAL_PAGE, cursor: batch.cursor }, ['number', 'string']));
  const until = performance.now() + LONGEST_MS;
  const failed: BatchAnswer['failed'] = [];
  let at = 0;
  while (at < page.items.length && performance.now() < until) {
    const answers = await Promise.all(page.items.slice(at, at + ABREAST).map((run) => act(server.engine, run, batch, id)));
    for (const answer of answers) if (answer !== null) failed.push(answer);
    at = Math.min(at + ABREAST, page.items.length);
  }
  const last = page.items[at - 1];
  const nextCursor = at < page.items.length && last !== undefined ? writeCursor([last.startedAt, last.id]) : page.nextCursor;
  return { id, done: at - failed.length, failed, nextCursor };
}

/** @returns why it failed; null when it was done, now or by an earlier call of the same batch */
async function act(engine: Engine, run: RunRow, batch: Batch, id: string): Promise<BatchAnswer['failed'][number] | null> {
  try {
    const answer = await submit(engine, run, batch, `batch:${id}`);
    const problem = answer.accepted ? null : problemOfRefusal(answer.refusal);
    return problem === null ? null : { runId: run.id, code: problem.code, detail: problem.message };
  } catch (error) {
    const problem = problemOfEngine(error);
    if (problem === null) throw error;
    return { runId: run.id, code: problem.code, detail: problem.message };
  }
}

async function submit(engine: Engine, run: RunRow, { operation, reason, by, signal }: Batch, id: string) {
  const data = { reason: reason ?? null, by: by ?? null };
  switch (operation) {
    case 'cancel':
      return await engine.submit(run.id, { id, type: 'run.cancel_requested', data });
    case 'terminate':
      return await engine.submit(run.id, { id, type: 'run.terminated', data });
    case 'pause':
      return await engine.submit(run.id, { id, type: 'run.paused', data });
    case 'resume':
      return await engine.submit(run.id, { id, type: 'run.resumed', data });
    case 'retry':
      return await engine.submit(run.id, { id, type: 'run.retried', data: { ...data, generation: run.generation + 1 } } satisfies RunInput);
    case 'signal':
      // Its schema asks for it with this operation. The id makes it one signal, however often a page is sent.
      return await engine.signalRun(run.id, { id, name: signal!.name, payload: signal!.payload ?? null, clientId: id, by: by ?? null, ...(reason === undefined || reason === '' ? {} : { reason }) });
  }
}
