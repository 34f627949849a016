import type { z } from 'zod';
import { type controlSchema, toInstant, type DeadLetter, type Worker } from '@/engine/index.ts';
import type { DeadLetterRow, Engine, WorkerRow } from '@/engine/server.ts';
import { problemOfRefusal } from './engine-problems.ts';

type Said = z.infer<typeof controlSchema>;

export function toWorker(row: WorkerRow): Worker {
  return { ...row, startedAt: toInstant(row.startedAt), lastSeenAt: toInstant(row.lastSeenAt) };
}

export function toDeadLetter({ id, runId, path, node, attempt, error, at, workflowName }: DeadLetterRow): DeadLetter {
  return { id, runId, path, node, attempt, error, at: toInstant(at), workflow: workflowName };
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
