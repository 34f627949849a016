import { applyDefaults, type Approval, type Decision, type Delegation, type Json } from '@/engine/index.ts';
import type { ApprovalRow, Engine, Submitted } from '@/engine/server.ts';
import { closedProblem, requireApproval, toApproval } from './approval-views.ts';
import { problemOfRefusal } from './engine-problems.ts';
import { checkForm } from './input.ts';
import { ProblemError } from './problem-error.ts';

/**
 * Decides a request, as the first to do so.
 * @throws ProblemError already_decided (with who and when), may_not_decide, approval_closed, unknown_outcome, shown_changed, invalid_form
 */
export async function decideApproval(engine: Engine, id: string, decision: Decision): Promise<Approval> {
  const row = await requireApproval(engine, id);
  if (row.status !== 'open') throw closedProblem(row);
  if (!row.outcomes.includes(decision.outcome)) {
    throw new ProblemError('unknown_outcome', `The request has no outcome "${decision.outcome}". Choose one of ${row.outcomes.map((outcome) => `"${outcome}"`).join(', ')}.`, { context: { outcomes: row.outcomes } });
  }
  if (decision.shownHash !== undefined && decision.shownHash !== row.shownHash) {
    throw new ProblemError('shown_changed', 'The request shows something else than what you decided on. Read it again and decide then.', { context: { shownHash: row.shownHash } });
  }
  const data = answersOf(row, decision);
  return toApproval(await after(engine, id, await engine.decideApproval(id, { outcome: decision.outcome, by: decision.by, comment: decision.comment ?? null, data, shownHash: row.shownHash })));
}

/**
 * What the form was answered with. The first outcome is the yes: it needs the form, and when nothing was sent it takes
 * what the form came with. Any other choice may go without answers, since a no is often given for want of them.
 * @throws ProblemError invalid_form
 */
function answersOf({ form, prefill, outcomes }: ApprovalRow, { outcome, data }: Decision): Json {
  if (form === null) return data ?? null;
  if (data === undefined && outcome !== outcomes[0]) return null;
  const answers = data ?? applyDefaults(form, prefill ?? undefined);
  checkForm(form, answers);
  return answers;
}

/**
 * Hands a request over.
 * @throws ProblemError already_assigned, already_decided (with who and when), may_not_decide, approval_closed, invalid_request
 */
export async function delegateApproval(engine: Engine, id: string, { to, by, comment }: Delegation): Promise<Approval> {
  const row = await requireApproval(engine, id);
  if (row.status !== 'open') throw closedProblem(row);
  return toApproval(await after(engine, id, await engine.delegateApproval(id, { to, by, comment: comment ?? null })));
}

/** The request after what was done with it. @throws ProblemError when it was not taken */
async function after(engine: Engine, id: string, answer: Submitted): Promise<ApprovalRow> {
  const row = await requireApproval(engine, id);
  if (answer.accepted) return row;
  const { refusal } = answer;
  // Somebody was faster between the look and the answer: say who, as for a request that was closed before.
  if (row.status !== 'open' && (refusal.code === 'already_decided' || refusal.code === 'not_waiting' || refusal.code === 'run_over')) throw closedProblem(row);
  const problem = problemOfRefusal(refusal);
  if (problem !== null) throw problem;
  return row;
}
