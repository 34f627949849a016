import type { z } from 'zod';
import { formatDuration, type completeTaskSchema, type ExternalTask, type failTaskSchema, type heartbeatTaskSchema, parseDuration, type pollSchema, type StepError, toInstant } from '@/engine/index.ts';
import type { Engine, HandedTask } from '@/engine/server.ts';

const LEASE_MS = 60_000;

/** Takes tasks of a queue, waiting for the first of them no longer than it is told, nor than the client stays. */
export async function pollTasks(engine: Engine, queue: string, { worker, wait, lease, limit }: z.infer<typeof pollSchema>, signal: AbortSignal): Promise<{ tasks: ExternalTask[] }> {
  const tasks = await engine.pollTasks({ queue, worker, limit: limit ?? 1, waitMs: msOf(wait, 0), leaseMs: msOf(lease, LEASE_MS), signal });
  return { tasks: tasks.map(toTask) };
}

/** @throws EngineError task_lost */
export async function heartbeatTask(engine: Engine, id: string, { token, details, lease }: z.infer<typeof heartbeatTaskSchema>): Promise<{ state: 'held' | 'cancel'; leaseUntil: string }> {
  const { state, leaseUntil } = await engine.heartbeatTask(id, token, details, msOf(lease, LEASE_MS));
  return { state, leaseUntil: toInstant(leaseUntil) };
}

/** @throws EngineError task_lost, run_parked */
export async function completeTask(engine: Engine, id: string, { token, output }: z.infer<typeof completeTaskSchema>): Promise<{ runId: string; accepted: boolean }> {
  return { runId: runOf(id), accepted: await engine.completeTask(id, token, output ?? null) };
}

/** @throws EngineError task_lost, run_parked */
export async function failTask(engine: Engine, id: string, { token, error, retryable, retryAfter }: z.infer<typeof failTaskSchema>): Promise<{ runId: string; accepted: boolean }> {
  const { type, message, details } = error;
  const stepError: StepError = { type, message, ...(details === undefined ? {} : { details }) };
  return { runId: runOf(id), accepted: await engine.failTask(id, token, stepError, retryable ?? true, retryAfter === undefined ? null : msOf(retryAfter, 0)) };
}

function msOf(duration: string | undefined, unsaid: number): number {
  return duration === undefined ? unsaid : (parseDuration(duration) ?? unsaid);
}

function runOf(id: string): string {
  return id.slice(0, id.lastIndexOf('.'));
}

function toTask({ claimedAt, leaseUntil, closeBy, heartbeatMs, ...task }: HandedTask): ExternalTask {
  return { ...task, claimedAt: toInstant(claimedAt), leaseUntil: toInstant(leaseUntil), closeBy: closeBy === null ? null : toInstant(closeBy), heartbeatTimeout: heartbeatMs === null ? null : formatDuration(heartbeatMs) };
}
