import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { controlSchema, Run, RunInput } from '@/engine/index.ts';
import type { Engine } from '@/engine/server.ts';
import { problemOfRefusal } from './engine-problems.ts';
import { logger } from './logger.ts';
import { requireRun, toRun } from './run-views.ts';

export type ControlVerb = 'run.paused' | 'run.resumed' | 'run.cancel_requested' | 'run.terminated' | 'run.retried';

/** Lets a parked run go on and answers with it. @throws ProblemError run_not_found, EngineError not_parked, run_parked */
export async function unparkRun(engine: Engine, runId: string, { reason, by }: z.infer<typeof controlSchema>): Promise<{ status: 200; body: Run }> {
  await requireRun(engine, runId);
  await engine.unparkRun(runId);
  // Its history says nothing of this: being parked is no fact of the run, but of the engine.
  logger().info({ runId, reason, by }, 'A run was unparked.');
  return { status: 200, body: await toRun(engine, await requireRun(engine, runId)) };
}

/** Hands a control to a run and answers with the run after it. @throws ProblemError run_not_found and what the core refuses with */
export async function controlRun(engine: Engine, runId: string, verb: ControlVerb, { reason, by }: z.infer<typeof controlSchema>): Promise<{ status: 200; body: Run }> {
  const row = await requireRun(engine, runId);
  const data = { reason: reason ?? null, by: by ?? null };
  const id = `control:${randomUUID()}`;
  const input: RunInput = verb === 'run.retried' ? { type: verb, id, data: { ...data, generation: row.generation + 1 } } : { type: verb, id, data };
  const answer = await engine.submit(runId, input);
  if (!answer.accepted) {
    const problem = problemOfRefusal(answer.refusal);
    if (problem !== null) throw problem;
  }
  return { status: 200, body: await toRun(engine, await requireRun(engine, runId)) };
}
