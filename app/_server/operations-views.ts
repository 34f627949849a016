import type { z } from 'zod';
import { type controlSchema, formatDuration, parseDuration, toInstant, type DeadLetter, type LimitQueue, type QueueLimitsView, type TaskQueue, type Worker } from '@/engine/index.ts';
import type { DeadLetterRow, Engine, QueueLimits, TaskQueueRow, WorkerRow } from '@/engine/server.ts';
import { problemOfRefusal } from './engine-problems.ts';

type Said = z.infer<typeof controlSchema>;

export function toWorker(row: WorkerRow): Worker {
  return { ...row, startedAt: toInstant(row.startedAt), lastSeenAt: toInstant(row.lastSeenAt) };
}

export function toDeadLetter({ id, runId, path, node, attempt, error, at, workflowName }: DeadLetterRow): DeadLetter {
  return { id, runId, path, node, attempt, error, at: toInstant(at), workflow: workflowName };
}

export function toTaskQueue({ limits, ...queue }: TaskQueueRow): TaskQueue {
  return { ...queue, limits: limits === null ? null : { ...toLimits(limits), changedAt: toInstant(limits.changedAt), changedBy: limits.changedBy } };
}

function toLimits({ concurrency, rate }: QueueLimits): QueueLimitsView {
  return { concurrency, rate: rate === null ? null : { count: rate.count, per: formatDuration(rate.perMs) } };
}

export async function limitQueue(engine: Engine, name: string, { concurrency = null, rate = null, by }: LimitQueue): Promise<QueueLimitsView> {
  const limits: QueueLimits = { concurrency, rate: rate === null ? null : { count: rate.count, perMs: parseDuration(rate.per)! } };
  await engine.setQueueLimits(name, limits, by || null);
  return toLimits(limits);
}

/** @throws EngineError dead_letter_not_found; ProblemError run_not_over, not_retryable */
export async function retryDeadLetter(engine: Engine, id: string, { reason, by }: Said): Promise<{ runId: string }> {
  const answer = await engine.retryDeadLetter(id, { reason: reason || null, by: by || null });
  if (!answer.accepted) {
    const problem = problemOfRefusal(answer.refusal);
    if (problem !== null) throw problem;
  }
  return { runId: answer.runId };
}
