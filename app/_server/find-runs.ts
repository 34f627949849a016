import type { z } from 'zod';
import type { Page, RunListItem, runFilterSchema, runListQuerySchema, RunStatus } from '@/engine/index.ts';
import type { RunFilter } from '@/engine/server.ts';
import { pageRequest } from './paging.ts';
import { toRunSummary } from './run-views.ts';
import type { Server } from './server.ts';
import { requireWorkflowBrief } from './workflow-views.ts';

/** What a list of runs is narrowed to. @throws ProblemError workflow_not_found */
export async function runFilterOf(server: Server, query: z.infer<typeof runFilterSchema>): Promise<RunFilter> {
  const filter: RunFilter = {};
  if (query.status !== undefined) filter.statuses = query.status.split(',') as RunStatus[]; // its schema knows the words
  if (query.workflow !== undefined) filter.workflowId = (await requireWorkflowBrief(server, query.workflow)).id;
  if (query.version !== undefined) filter.version = query.version;
  if (query.startedAfter !== undefined) filter.startedAfter = Date.parse(query.startedAfter);
  if (query.startedBefore !== undefined) filter.startedBefore = Date.parse(query.startedBefore);
  if (query.key !== undefined) filter.key = query.key;
  if (query.parent !== undefined) filter.parentRunId = query.parent;
  if (query.forkedFrom !== undefined) filter.forkedFromRunId = query.forkedFrom;
  if (query.q !== undefined && query.q.trim() !== '') filter.text = query.q.trim();
  if (query.attribute !== undefined) filter.attributes = [query.attribute].flat().map((text) => ({ name: text.slice(0, text.indexOf(':')), value: text.slice(text.indexOf(':') + 1) }));
  return filter;
}

/** One page of runs, newest first. @throws ProblemError workflow_not_found, invalid_cursor */
export async function findRuns(server: Server, query: z.infer<typeof runListQuerySchema>): Promise<Page<RunListItem>> {
  const page = await server.engine.listRuns(await runFilterOf(server, query), pageRequest(query, ['number', 'string']));
  return { items: page.items.map(toRunSummary), nextCursor: page.nextCursor };
}
