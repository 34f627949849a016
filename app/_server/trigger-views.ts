import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { formatDuration, HOOKS_PATH, parseDuration, scheduleFaults, type schedulePreviewQuerySchema, toInstant, toInstantOrNull, type Trigger } from '@/engine/index.ts';
import type { Engine, TriggerRow } from '@/engine/server.ts';
import { invalidRequest } from './zod-problems.ts';

export function toTrigger(engine: Pick<Engine, 'nextOf'>, row: TriggerRow): Trigger {
  const { rule, lastProblem, paused } = row;
  return {
    id: row.id,
    workflow: { id: row.workflowId, slug: row.workflowSlug, name: row.workflowName },
    node: row.node,
    name: row.name,
    kind: row.kind,
    schedule: rule === null ? null : { cron: rule.cron, every: rule.everyMs === null ? null : formatDuration(rule.everyMs), timezone: rule.timezone, overlap: rule.overlap, catchUp: rule.catchUpMs === null ? null : formatDuration(rule.catchUpMs) },
    webhook: row.token === null ? null : { path: `${HOOKS_PATH}${row.token}`, since: toInstant(row.tokenAt ?? row.createdAt), secretSince: toInstantOrNull(row.secretAt) },
    paused: paused === null ? null : { at: toInstant(paused.at), by: paused.by, reason: paused.reason },
    next: rule === null || paused !== null ? [] : (engine.nextOf(rule) ?? []).map(toInstant),
    lastAt: toInstantOrNull(row.lastAt),
    lastRun: row.lastRun,
    lastProblem: lastProblem === null ? null : { ...lastProblem, at: toInstant(lastProblem.at) },
  };
}

/** Of a sender: 256 bits. */
export function newHookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}

/** @throws ProblemError invalid_request with what is wrong with the schedule, and where */
export function previewSchedule(engine: Pick<Engine, 'nextOf'>, { cron, every, timezone = 'UTC' }: z.infer<typeof schedulePreviewQuerySchema>): { next: string[] } {
  if ((cron === undefined) === (every === undefined)) throw invalidRequest([{ in: 'query', pointer: '', code: 'invalid_value', message: 'Say either a cron expression or an interval.' }]);
  const faults = scheduleFaults({ cron, every, timezone });
  if (faults.length > 0) throw invalidRequest(faults.map(({ param, code, message }) => ({ in: 'query', pointer: `/${param}`, code, message })));
  const next = engine.nextOf({ cron: cron ?? null, everyMs: every === undefined ? null : parseDuration(every), timezone, overlap: 'skip', catchUpMs: null });
  if (next === null) throw new Error('A schedule without a fault cannot be kept.');
  return { next: next.map(toInstant) };
}
