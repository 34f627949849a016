import { personOf, type Approval } from '@/engine/index.ts';

/** What has happened by itself to an open request, as the stream of lists tells it. */
export type Told = 'reminded' | 'escalated';

/** More than so many at once are told by their number. */
export const TOLD_APART = 3;

/**
 * Whether a reminder or an escalation is meant for a person of this name and these groups. Who is asked by an escalation
 * and reminded in the same moment hears it once, and who has decided hears nothing.
 */
export function isMeantFor(approval: Pick<Approval, 'status' | 'assignees' | 'decisions' | 'reminders' | 'escalation'>, told: Told, me: string, groups: readonly string[]): boolean {
  const { escalation, reminders } = approval;
  // However a name is written: the core counts it as one person's, and here one person would be reminded of what was decided.
  const isMe = (name: string): boolean => me !== '' && personOf(name) === personOf(me);
  if (approval.status !== 'open' || approval.decisions.some(({ by }) => isMe(by))) return false;
  const isMine = (names: readonly string[]): boolean => names.some((name) => isMe(name) || groups.includes(name));
  if (told === 'escalated') return escalation !== null && isMine(escalation.to);
  if (escalation !== null && escalation.escalatedAt !== null && escalation.escalatedAt === reminders?.lastAt && isMine(escalation.to)) return false;
  return approval.assignees.length === 0 || isMine(approval.assignees);
}
