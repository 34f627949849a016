import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { controlSchema, fastForwardSchema, overrideSchema, pauseSchema, retryRunSchema, Run, RunInput } from '@/engine/index.ts';
import type { Engine, Submitted } from '@/engine/server.ts';
import { problemOfRefusal } from './engine-problems.ts';
import { logger } from './logger.ts';
import { requireRun, toRun } from './run-views.ts';

export type ControlVerb = 'run.paused' | 'run.resumed' | 'run.cancel_requested' | 'run.terminated';
type Body = z.infer<typeof controlSchema>;
type Answer = { status: 200; body: Run };

/** Lets a parked run go on and answers with it. @throws ProblemError run_not_found, EngineError not_parked, run_parked */
export async function unparkRun(engine: Engine, runId: string, { reason, by }: Body): Promise<Answer> {
  await requireRun(engine, runId);
  await engine.unparkRun(runId);
  // Its history says nothing of this: being parked is no fact of the run, but of the engine.
  logger().info({ runId, reason, by }, 'A run was unparked.');
  return { status: 200, body: await toRun(engine, await requireRun(engine, runId)) };
}

/** Hands a control to a run and answers with the run after it. @throws ProblemError run_not_found and what the core refuses with */
export async function controlRun(engine: Engine, runId: string, verb: ControlVerb, { reason, by, children }: z.infer<typeof pauseSchema>): Promise<Answer> {
  await requireRun(engine, runId);
  const data = { reason: reason ?? null, by: by ?? null };
  const input = (): RunInput => {
    const id = controlId();
    switch (verb) {
      case 'run.paused':
      case 'run.resumed':
        return { type: verb, id, data: children === false ? { ...data, children } : data };
      case 'run.cancel_requested':
      case 'run.terminated':
        return { type: verb, id, data };
    }
  };
  return await after(engine, runId, await engine.submit(runId, input()));
}

/** @throws ProblemError run_not_found, run_over, already_cancelling, unknown_target, already_past */
export async function fastForwardRun(engine: Engine, runId: string, { to, reason, by }: z.infer<typeof fastForwardSchema>): Promise<Answer> {
  await requireRun(engine, runId);
  return await after(engine, runId, await engine.submit(runId, { type: 'run.fast_forwarded', id: controlId(), data: { to, reason: reason ?? null, by: by ?? null } }));
}

/** @throws ProblemError run_not_found, run_over, unknown_node, invalid_params, too_many_overrides; EngineError */
export async function overrideRun(engine: Engine, runId: string, { workflow, ...override }: z.infer<typeof overrideSchema>): Promise<Answer> {
  await requireRun(engine, runId);
  return await after(engine, runId, await engine.overrideNode(runId, { ...override, ...(workflow === undefined ? {} : { workflow }) }));
}

/** @throws ProblemError run_not_found, run_not_over, not_retryable, unknown_node, invalid_params, too_many_overrides; EngineError */
export async function retryRun(engine: Engine, runId: string, { overrides, reason, by }: z.infer<typeof retryRunSchema>): Promise<Answer> {
  await requireRun(engine, runId);
  const named = overrides?.map(({ workflow, ...override }) => ({ ...override, ...(workflow === undefined ? {} : { workflow }) }));
  const answer = await engine.retryRun(runId, { reason: reason ?? null, by: by ?? null, ...(named === undefined ? {} : { overrides: named }) });
  return await after(engine, runId, answer, '/overrides');
}

function controlId(): string {
  return `control:${randomUUID()}`;
}

async function after(engine: Engine, runId: string, answer: Submitted, at?: string): Promise<Answer> {
  if (!answer.accepted) {
    const problem = problemOfRefusal(answer.refusal, at);
    if (problem !== null) throw problem;
  }
  return { status: 200, body: await toRun(engine, await requireRun(engine, runId)) };
}
