import { type Approval, formatDuration, toInstant, toInstantOrNull } from '@/engine/index.ts';
import type { ApprovalRow, Engine } from '@/engine/server.ts';
import { ProblemError, type ProblemContext } from './problem-error.ts';

export function toApproval(row: ApprovalRow): Approval {
  return {
    id: row.id,
    runId: row.runId,
    path: row.path,
    node: row.node,
    workflow: { id: row.workflowId, slug: row.workflowSlug, name: row.workflowName },
    status: row.status,
    title: row.title,
    context: row.context,
    form: row.form,
    prefill: row.prefill,
    assignees: row.assignees,
    excluded: row.excluded,
    quorum: row.quorum,
    outcomes: row.outcomes,
    decisions: row.decisions.map(({ outcome, by, at, comment }) => ({ outcome, by, at: toInstant(at), comment })),
    delegations: row.delegations.map(({ by, to, at, comment }) => ({ by, to, at: toInstant(at), comment })),
    reminders: row.reminders === null ? null : { given: row.reminders.given, most: row.reminders.most, every: formatDuration(row.reminders.everyMs), lastAt: toInstantOrNull(row.reminders.lastAt), nextAt: row.status === 'open' ? toInstantOrNull(row.reminders.nextAt) : null },
    escalation: row.escalation === null ? null : { to: row.escalation.to, mode: row.escalation.mode, after: formatDuration(row.escalation.afterMs), at: toInstant(row.escalation.at), escalatedAt: toInstantOrNull(row.escalation.escalatedAt) },
    openedAt: toInstant(row.openedAt),
    dueAt: toInstantOrNull(row.dueAt),
    closedAt: toInstantOrNull(row.closedAt),
    outcome: row.outcome,
    onTimeout: row.onTimeout,
    shownHash: row.shownHash,
  };
}

/** @throws ProblemError approval_not_found */
export async function requireApproval(engine: Pick<Engine, 'readApproval'>, id: string): Promise<ApprovalRow> {
  const row = await engine.readApproval(id);
  if (row === null) throw new ProblemError('approval_not_found', `There is no approval with the id "${id}".`);
  return row;
}

/** Why a request that is closed takes no decision: who was first, and when. */
export function closedProblem(row: ApprovalRow): ProblemError {
  const last = row.decisions.at(-1);
  if (row.status === 'decided' && last !== undefined) {
    const at = toInstant(last.at);
    const context: ProblemContext = { outcome: row.outcome ?? last.outcome, by: last.by, at };
    return new ProblemError('already_decided', `${last.by} decided “${row.outcome ?? last.outcome}” at ${at}. Nothing was changed by your decision.`, { context });
  }
  const why = row.status === 'timed_out' ? 'its time ran out' : 'the run no longer asks';
  return new ProblemError('approval_closed', `The request is closed: ${why}.`, { context: { status: row.status, at: toInstantOrNull(row.closedAt) } });
}
