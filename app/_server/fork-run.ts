import { formatDuration, type Fork, type ForkPlanView, type Json, type MigrationPlanView, type migrateSchema, type Refusal, type Run, toInstant } from '@/engine/index.ts';
import type { Engine, ForkRun } from '@/engine/server.ts';
import type { z } from 'zod';
import { problemOfRefusal } from './engine-problems.ts';
import { checkedInput } from './input.ts';
import { requireRun, toRun } from './run-views.ts';

type Forked = { status: 200 | 201; body: Run | ForkPlanView; headers?: Record<string, string> };

/** Forks or resets a run, or tells what that would do. @throws ProblemError and EngineError of `forkRun`'s problems */
export async function forkRun(engine: Engine, runId: string, mode: ForkRun['mode'], fork: Fork): Promise<Forked> {
  await requireRun(engine, runId);
  const request = await requestOf(engine, runId, mode, fork);
  if (fork.dryRun === true) {
    const { cut, timers, ...plan } = await engine.planFork(runId, request);
    return { status: 200, body: { ...plan, timers: timers.map(({ path, remainingMs }) => ({ path, remaining: formatDuration(remainingMs) })), cut: { event: cut.event, at: toInstant(cut.at) }, refusal: told(plan.refusal, '/edits'), ok: plan.refusal === null && plan.problems.length === 0 } };
  }
  const made = await engine.forkRun(runId, request);
  if (!made.forked) throw problemOfRefusal(made.refusal, '/edits') ?? new Error('A fork cannot be a repetition.');
  return { status: made.created ? 201 : 200, body: await toRun(engine, made.run), headers: { location: `/api/v1/runs/${made.run.id}` } };
}

/** Moves a run to another version, or tells whether it can be. @throws ProblemError and EngineError of `migrateRun`'s problems */
export async function migrateRun(engine: Engine, runId: string, { version, reason, by, dryRun }: z.infer<typeof migrateSchema>): Promise<{ status: 200; body: Run | MigrationPlanView }> {
  await requireRun(engine, runId);
  const request = { version, reason: reason ?? null, by: by ?? null };
  if (dryRun === true) {
    const plan = await engine.planMigration(runId, request);
    return { status: 200, body: { ...plan, refusal: told(plan.refusal), ok: plan.refusal === null && plan.problems.length === 0 } };
  }
  const answer = await engine.migrateRun(runId, request);
  const problem = answer.accepted ? null : problemOfRefusal(answer.refusal);
  if (problem !== null) throw problem;
  return { status: 200, body: await toRun(engine, await requireRun(engine, runId)) };
}

async function requestOf(engine: Engine, runId: string, mode: ForkRun['mode'], { from, edits, keepDecisions, key, version, reason, by, idempotencyKey }: Fork): Promise<ForkRun> {
  return {
    mode,
    ...(from === undefined ? {} : 'event' in from ? { event: from.event } : { step: from.step }),
    ...(edits === undefined ? {} : { edits: edits.input === undefined ? edits : { ...edits, input: await inputFor(engine, runId, edits.input) } }),
    ...(keepDecisions === undefined ? {} : { keepDecisions }),
    ...(key === undefined ? {} : { key }),
    ...(version === undefined ? {} : { version }),
    reason: reason ?? null, by: by ?? null, idempotencyKey: idempotencyKey ?? null,
  };
}

/** Another input is held to the schema as that of a start is. @throws ProblemError invalid_input */
async function inputFor(engine: Engine, runId: string, input: Json): Promise<Json> {
  return checkedInput(await engine.definitionOfRun(runId), input, '/edits/input');
}

/** @param at pointer within the body of what its problems are about */
function told(refusal: Refusal | null, at = ''): ForkPlanView['refusal'] {
  if (refusal === null) return null;
  const problems = refusal.problems?.map(({ pointer, message }) => ({ pointer: `${at}${pointer}`, message }));
  return { code: refusal.code, message: refusal.message, ...(problems === undefined ? {} : { problems }) };
}
