import type { z } from 'zod';
import { BACK_TEST_VERDICTS, type BackTestedRun, type backTestQuerySchema, type BackTestVerdict, type BackTestView, toInstant, toInstantOrNull } from '@/engine/index.ts';
import type { BackTestReport } from '@/engine/server.ts';
import type { Server } from './server.ts';
import { resolveVersion } from './start-run.ts';
import { requireWorkflowBrief } from './workflow-views.ts';

/** @throws ProblemError workflow_not_found, version_not_found, not_published, invalid_definition; EngineError too_many_back_tests */
export async function backTestWorkflow(server: Server, idOrSlug: string, { version: wanted = 'draft', of, limit }: z.infer<typeof backTestQuerySchema>, signal?: AbortSignal): Promise<BackTestView> {
  const row = await requireWorkflowBrief(server, idOrSlug);
  const { version, definition } = await resolveVersion(server, row, wanted);
  const report = await server.engine.backTest({ workflowId: row.id, definition, ...(of === undefined ? {} : { version: of }), ...(limit === undefined ? {} : { limit }), ...(signal === undefined ? {} : { signal }) });
  const runs = report.runs.map(toBackTested);
  const counts = Object.fromEntries(BACK_TEST_VERDICTS.map((verdict) => [verdict, runs.filter((run) => run.verdict === verdict).length])) as Record<BackTestVerdict, number>;
  return { version: version === 'draft' ? null : version, revision: version === 'draft' ? row.revision : null, of: report.of, looked: runs.length, counts, runs };
}

function toBackTested(run: BackTestReport['runs'][number]): BackTestedRun {
  const { id, status, version, key } = run;
  return {
    id, status, version, key, startedAt: toInstant(run.startedAt), endedAt: toInstantOrNull(run.endedAt), verdict: run.verdict,
    ...(run.verdict === 'not_comparable' ? { differences: [], reason: run.reason } : { differences: run.differences }),
  };
}
