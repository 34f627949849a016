import type { z } from 'zod';
import type { Page, Step, stepListQuerySchema } from '@/engine/index.ts';
import type { Engine } from '@/engine/server.ts';
import { pageOfList } from './paging.ts';
import { readSteps } from './run-views.ts';

/** One page of the steps of a run, in order of opening. @throws ProblemError invalid_cursor */
export async function findSteps(engine: Engine, runId: string, query: z.infer<typeof stepListQuerySchema>): Promise<Page<Step>> {
  const { steps, statusOf, view } = await readSteps(engine, runId);
  const statuses = query.status === undefined ? null : new Set<string>(query.status.split(','));
  const inside = insideOf(query.container, query.iteration);
  const wanted = steps.filter((step) => (statuses === null || statuses.has(statusOf(step))) && inside(step.path));
  const { items, nextCursor } = pageOfList(wanted, (step) => [step.openedSeq, step.path], query);
  return { items: items.map(view), nextCursor };
}

/** Tells whether a path lies in a container, and in one of its iterations when one is named. */
function insideOf(container: string | undefined, iteration: number | undefined): (path: string) => boolean {
  if (container === undefined) return iteration === undefined ? () => true : (path) => path.includes(`[${iteration}]/`);
  const prefixes = iteration === undefined ? [`${container}/`, `${container}[`] : [`${container}[${iteration}]/`];
  return (path) => prefixes.some((prefix) => path.startsWith(prefix));
}
