import { personOf } from '../../definition/person.ts';
import { LIMITS, REMINDERS } from '../../definition/schema.ts';
import type { Json } from '../../definition/json.ts';
import type { Escalation, Reminders } from '../events.ts';
import { isExcluded, isSamePerson, STRICT_PEOPLE_SINCE } from '../may-decide.ts';
import { present } from '../present.ts';
import { type ApprovalWait, nextClock } from '../request-clock.ts';
import type { StepState } from '../state.ts';
import { type Decider, emit } from './decider.ts';
import { complete, evaluate, type Opening } from './open-node.ts';
import { after, isUnsaid, lengthOf, namesOf, refuse, show, text } from './wait-params.ts';

const LONGEST_NAME = 200;
const LARGEST_QUORUM = 100;

export function openApproval(decider: Decider, opening: Opening): void {
  const due = evaluate(decider, opening, 'due');
  const dueAt = isUnsaid(due) ? null : after(decider.at, due);
  if (!isUnsaid(due) && dueAt === null) return refuse(decider, opening, `When an approval is due is a duration such as "2d"; it is ${show(due)}.`);
  const reminders = remindersOf(decider, opening, dueAt);
  if (typeof reminders === 'string') return refuse(decider, opening, reminders);
  const excluded = excludedOf(decider, opening);
  if (typeof excluded === 'string') return refuse(decider, opening, excluded);
  const escalation = escalationOf(decider, opening, dueAt, excluded);
  if (typeof escalation === 'string') return refuse(decider, opening, escalation);
  const named = askedOf(decider, opening);
  if (typeof named === 'string') return refuse(decider, opening, named);
  const quorum = quorumOf(decider, opening);
  if (typeof quorum === 'string') return refuse(decider, opening, quorum);
  const assignees = named.filter((name) => !isExcluded(excluded, name));
  // To ask nobody by name would be to ask everybody.
  if (named.length > 0 && assignees.length === 0) return refuse(decider, opening, `Nobody is left to decide: ${show(named)} ${named.length === 1 ? 'is' : 'are'} asked, and may not.`);
  const outcomes = evaluate(decider, opening, 'outcomes');
  const onTimeout = evaluate(decider, opening, 'onTimeout');
  const form = evaluate(decider, opening, 'form');
  const wait: ApprovalWait = {
    kind: 'approval',
    dueAt,
    title: text(evaluate(decider, opening, 'title')) || opening.node.name || opening.node.id,
    context: text(evaluate(decider, opening, 'context')),
    form: form === null || typeof form !== 'object' || Array.isArray(form) ? null : form,
    assignees,
    quorum,
    outcomes: Array.isArray(outcomes) && outcomes.length > 0 ? outcomes.map(text) : ['approved', 'rejected'],
    onTimeout: typeof onTimeout === 'string' && onTimeout !== '' ? onTimeout : null,
    prefill: evaluate(decider, opening, 'prefill'),
    ...(excluded.length === 0 ? {} : { excluded }),
    ...(reminders === null ? {} : { reminders }),
    ...(escalation === null ? {} : { escalation }),
  };
  const seq = emit(decider, { type: 'step.waiting', path: opening.path, data: { wait, ...opening.origin } });
  decider.effects.push({ type: 'approval.open', seq, path: opening.path, node: opening.node.id, wait });
  setClock(decider, opening.path, seq, wait);
}

/**
 * Who is asked; nobody by name is everybody. Who was to be computed and is nobody must not open the request to all: only
 * a list that is empty does.
 * @returns a sentence where the parameter says what cannot be
 */
function askedOf(decider: Decider, opening: Opening): string[] | string {
  const value = evaluate(decider, opening, 'assignees');
  if (decider.state.coreVersion < STRICT_PEOPLE_SINCE) return namesOf(value);
  return opening.node.params.has('assignees') ? peopleOf(value, 'Who is asked', LIMITS.assignees) : [];
}

/** @returns the names without spaces around them, each person once; a sentence where the value is no list of names */
function peopleOf(value: Json, what: string, most: number): string[] | string {
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((name): name is string => typeof name === 'string' && name.trim() !== '' && name.length <= LONGEST_NAME)) return `${what} is a name, or a list of names; it is ${show(value)}.`;
  const people = new Map<string, string>();
  for (const name of list) if (!people.has(personOf(name))) people.set(personOf(name), name.trim());
  return people.size > most ? `${what} are at most ${most} people and groups; they are ${people.size}.` : [...people.values()];
}

/** @returns a sentence where the parameter says what cannot be: to take it for one would let one alone decide */
function quorumOf(decider: Decider, opening: Opening): number | string {
  const value = evaluate(decider, opening, 'quorum');
  if (decider.state.coreVersion < STRICT_PEOPLE_SINCE) return typeof value === 'number' && value >= 1 ? Math.floor(value) : 1;
  if (!opening.node.params.has('quorum')) return 1;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LARGEST_QUORUM) return value;
  return `How many must agree is a whole number from 1 to ${LARGEST_QUORUM}; it is ${show(value)}.`;
}

/**
 * Those who may not decide. A rule that turns out to name nobody in particular must not let everybody pass: only a list
 * that is empty does.
 * @returns a sentence where the parameter says what cannot be
 */
function excludedOf(decider: Decider, opening: Opening): string[] | string {
  if (!opening.node.params.has('excluded')) return [];
  const value = evaluate(decider, opening, 'excluded');
  const list = Array.isArray(value) ? value : [value];
  const names = list.flatMap((name) => (typeof name === 'string' && name.trim() !== '' ? [name.trim()] : []));
  if (names.length < list.length) return `Who may not decide is a name, or a list of names; it is ${show(value)}.`;
  return [...new Set(names)];
}

/** @returns null where nobody is reminded; a sentence where the parameters say what cannot be */
function remindersOf(decider: Decider, opening: Opening, dueAt: number | null): Reminders | null | string {
  const first = evaluate(decider, opening, 'remindAfter');
  const every = evaluate(decider, opening, 'remindEvery');
  const times = evaluate(decider, opening, 'remindTimes');
  if (isUnsaid(first)) return null;
  const firstMs = lengthOf(first);
  if (firstMs === null) return `The first reminder comes after a duration such as "1d"; it is ${show(first)}.`;
  const everyMs = isUnsaid(every) ? Math.max(firstMs, REMINDERS.leastEveryMs) : lengthOf(every);
  if (everyMs === null || everyMs < REMINDERS.leastEveryMs) return `Reminders come a duration of at least a minute apart; it is ${show(every)}.`;
  const most = typeof times === 'number' && times >= 1 ? Math.min(Math.floor(times), REMINDERS.most) : REMINDERS.times;
  const nextAt = beforeEnd(decider.at + firstMs, dueAt);
  return nextAt === null ? null : { everyMs, most, given: 0, lastAt: null, nextAt };
}

/** @returns null where a request stays with those who are asked; a sentence where the parameters say what cannot be */
function escalationOf(decider: Decider, opening: Opening, dueAt: number | null, excluded: readonly string[]): Escalation | null | string {
  const wait = evaluate(decider, opening, 'escalateAfter');
  const names = evaluate(decider, opening, 'escalateTo');
  const mode = evaluate(decider, opening, 'escalateMode');
  if (isUnsaid(wait)) return null;
  const afterMs = lengthOf(wait);
  if (afterMs === null) return `An approval escalates after a duration such as "2d"; it is ${show(wait)}.`;
  const named = decider.state.coreVersion < STRICT_PEOPLE_SINCE ? [...new Set(namesOf(names).filter((name) => name !== ''))] : peopleOf(names, 'Who it escalates to', LIMITS.handedTo);
  if (typeof named === 'string') return named;
  const to = named.filter((name) => !isExcluded(excluded, name));
  if (to.length === 0) return `An approval escalates to people or groups that may decide; there is none in ${show(names)}.`;
  const at = beforeEnd(decider.at + afterMs, dueAt);
  return at === null ? null : { afterMs, at, to, mode: mode === 'replace' ? 'replace' : 'add', escalatedAt: null };
}

/** What would come when the request is closed never comes. */
function beforeEnd(at: number, dueAt: number | null): number | null {
  return dueAt !== null && at >= dueAt ? null : at;
}

function setClock(decider: Decider, path: string, seq: number, wait: ApprovalWait): void {
  const next = nextClock(wait);
  if (next !== null) decider.effects.push({ type: 'timer.set', seq, path, purpose: next.purpose, dueAt: next.at });
}

/**
 * The timer of a request has fired: what was to happen by now happens, each thing once. What a pause or an absence held
 * back does not come in a burst: reminders that were missed are one.
 */
export function requestRang(decider: Decider, step: StepState, opened: ApprovalWait): void {
  // Decided while the run was paused: that is answered next, and nobody is asked any more.
  if (approvalOutcome(step) !== null) return;
  // Whoever let it ring has looked at the clock; two clocks differ a little.
  const now = Math.max(decider.at, nextClock(opened)?.at ?? decider.at);
  if (opened.dueAt !== null && opened.dueAt <= now) return approvalTimedOut(decider, step, opened);
  let wait = opened;
  for (let next = nextClock(wait); next !== null && next.at <= now; next = nextClock(wait)) {
    if (next.purpose === 'approval-escalation') escalate(decider, step, wait);
    else remind(decider, step, wait);
    wait = requestOf(step);
  }
  if (step.timer !== null) setClock(decider, step.path, step.timer, wait);
}

function remind(decider: Decider, step: StepState, { assignees, dueAt, reminders }: ApprovalWait): void {
  const { given, most, everyMs } = present(reminders, 'reminders', step.path);
  const { coreVersion } = decider.state;
  const hasDecided = (name: string): boolean => step.decisions.some(({ by }) => isSamePerson(coreVersion, by, name));
  const number = given + 1;
  const nextAt = number < most ? beforeEnd(decider.at + everyMs, dueAt) : null;
  emit(decider, { type: 'approval.reminded', path: step.path, data: { number, to: assignees.filter((name) => !hasDecided(name)), nextAt } });
  decider.effects.push({ type: 'approval.remind', seq: step.openedSeq, reminders: { ...present(requestOf(step).reminders, 'reminders', step.path) } });
}

function escalate(decider: Decider, step: StepState, { assignees, escalation }: ApprovalWait): void {
  const { to, mode, afterMs } = present(escalation, 'escalation', step.path);
  // Nobody by name is everybody: naming some beside them would ask the others no more.
  const next = mode === 'replace' ? to : assignees.length === 0 ? [] : [...new Set([...assignees, ...to])];
  emit(decider, { type: 'approval.escalated', path: step.path, data: { to, mode, afterMs, assignees: next } });
  decider.effects.push({ type: 'approval.escalate', seq: step.openedSeq, assignees: next, escalation: { ...present(requestOf(step).escalation, 'escalation', step.path) } });
}

function requestOf(step: StepState): ApprovalWait {
  if (step.wait?.kind !== 'approval') throw new Error(`"${step.path}" asks nobody.`);
  return step.wait;
}

/**
 * The outcome the decisions so far amount to; null while more people must decide. The first outcome named is the one
 * that needs the quorum; any other decides at once.
 */
export function approvalOutcome(step: StepState): string | null {
  if (step.wait?.kind !== 'approval') return null;
  const { outcomes, quorum } = step.wait;
  const other = step.decisions.find((decision) => decision.outcome !== outcomes[0]);
  if (other !== undefined) return other.outcome;
  return step.decisions.length >= quorum ? present(outcomes[0], 'outcome', step.path) : null;
}

export function settleApproval(decider: Decider, step: StepState): void {
  const outcome = approvalOutcome(step);
  if (step.closedSeq !== null || outcome === null) return;
  const { by, comment, data } = present(step.decisions.findLast((decision) => decision.outcome === outcome), 'decision', step.path);
  if (step.timer !== null) decider.effects.push({ type: 'timer.clear', seq: step.timer });
  decider.effects.push({ type: 'approval.close', seq: step.openedSeq, outcome, by, comment, data, decidedAt: decider.at });
  complete(decider, { path: step.path, origin: {} }, { output: approvalOutput(step, outcome), branch: outcome });
}

/** Nobody decided in time: the outcome the node names, else the `timeout` branch. */
function approvalTimedOut(decider: Decider, step: StepState, wait: ApprovalWait): void {
  const branch = wait.onTimeout ?? 'timeout';
  decider.effects.push({ type: 'approval.close', seq: step.openedSeq, outcome: branch, by: null, comment: null, data: null, decidedAt: decider.at });
  complete(decider, { path: step.path, origin: {} }, { output: approvalOutput(step, branch), branch });
}

function approvalOutput(step: StepState, outcome: string): Json {
  const last = step.decisions.findLast((decision) => decision.outcome === outcome);
  return {
    outcome,
    by: last?.by ?? null,
    comment: last?.comment ?? null,
    data: last?.data ?? null,
    decisions: step.decisions.map(({ outcome: chosen, by, at, comment }) => ({ outcome: chosen, by, at: new Date(at).toISOString(), comment })),
  };
}
