import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { formatDuration, HOOKS_PATH, parseCron, parseDuration, type schedulePreviewQuerySchema, SHORTEST_EVERY_MS, toInstant, toInstantOrNull, type Trigger } from '@/engine/index.ts';
import type { Engine, TriggerRow } from '@/engine/server.ts';
import type { ProblemItem } from './problem-error.ts';
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
  const fault = (pointer: string, code: string, message: string): ProblemItem => ({ in: 'query', pointer, code, message });
  if ((cron === undefined) === (every === undefined)) throw invalidRequest([fault('', 'invalid_value', 'Say either a cron expression or an interval.')]);
  if (cron !== undefined) {
    const read = parseCron(cron);
    if (!read.ok) throw invalidRequest([fault('/cron', 'cron_invalid', read.fault.message)]);
  }
  const everyMs = every === undefined ? null : (parseDuration(every) ?? 0);
  if (everyMs !== null && everyMs < SHORTEST_EVERY_MS) throw invalidRequest([fault('/every', 'every_too_short', `A schedule comes at most every 5s; this one says ${every ?? ''}.`)]);
  const next = engine.nextOf({ cron: cron ?? null, everyMs, timezone, overlap: 'skip', catchUpMs: null });
  if (next === null) throw invalidRequest([fault('/timezone', 'timezone_unknown', `There is no time zone "${timezone}".`)]);
  return { next: next.map(toInstant) };
}
