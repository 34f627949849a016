import type { z } from 'zod';
import type { queriedSchema, updatedSchema, updateRunSchema } from '@/engine/index.ts';
import type { Engine } from '@/engine/server.ts';
import { problemOfRefusal } from './engine-problems.ts';

/** @throws EngineError run_not_found, query_unknown, query_failed */
export async function queryRun(engine: Engine, runId: string, name: string): Promise<{ status: 200; body: z.infer<typeof queriedSchema> }> {
  return { status: 200, body: { runId, name, ...(await engine.queryRun(runId, name)) } };
}

/** @throws ProblemError run_over, unknown_update, invalid_payload, update_failed; EngineError run_not_found, run_parked, idempotency_conflict */
export async function updateRun(engine: Engine, runId: string, name: string, { payload, id, reason, by }: z.infer<typeof updateRunSchema>): Promise<{ status: 200; body: z.infer<typeof updatedSchema> }> {
  const answer = await engine.updateRun(runId, { name, payload: payload ?? null, id: id ?? null, reason: reason ?? null, by: by ?? null });
  if (answer.accepted) return { status: 200, body: { runId, name, result: answer.result, accepted: answer.first, seq: answer.seq } };
  throw problemOfRefusal(answer.refusal) ?? new Error('A duplicate update is answered as the first.');
}
