import { parseDuration, type Approval, type WaitFor } from '@/engine/index.ts';

/** What a request does by itself, from the API or from the history; instants are epoch ms. */
export type Clocks = {
  reminders: { given: number; most: number; lastAt: number | null; nextAt: number | null } | null;
  escalation: { to: readonly string[]; mode: 'add' | 'replace'; afterMs: number; at: number; escalatedAt: number | null } | null;
  due: { at: number; outcome: string | null } | null;
};

export function clocksOfApproval({ reminders, escalation, dueAt, onTimeout, outcomes }: Approval): Clocks {
  return {
    reminders: reminders && { given: reminders.given, most: reminders.most, lastAt: instant(reminders.lastAt), nextAt: instant(reminders.nextAt) },
    escalation: escalation && { to: escalation.to, mode: escalation.mode, afterMs: parseDuration(escalation.after) ?? 0, at: Date.parse(escalation.at), escalatedAt: instant(escalation.escalatedAt) },
    due: dueOf(instant(dueAt), onTimeout, outcomes),
  };
}

export function clocksOfWait({ reminders, escalation, dueAt, onTimeout, outcomes }: Extract<WaitFor, { kind: 'approval' }>): Clocks {
  return { reminders: reminders ?? null, escalation: escalation ?? null, due: dueOf(dueAt, onTimeout, outcomes) };
}

/** What is still to come, the next first; nothing that would come after the request is closed. */
export type ToCome = { what: 'reminder'; at: number; number: number; most: number } | { what: 'escalation'; at: number; to: readonly string[]; mode: 'add' | 'replace' } | { what: 'due'; at: number; outcome: string | null };

export function toCome({ reminders, escalation, due }: Clocks): ToCome[] {
  const found: ToCome[] = [];
  if (escalation !== null && escalation.escalatedAt === null) found.push({ what: 'escalation', at: escalation.at, to: escalation.to, mode: escalation.mode });
  if (reminders !== null && reminders.nextAt !== null) found.push({ what: 'reminder', at: reminders.nextAt, number: reminders.given + 1, most: reminders.most });
  found.sort((a, b) => a.at - b.at);
  return due === null ? found : [...found, { what: 'due', at: due.at, outcome: due.outcome }];
}

/** Whether there is more to tell than when it is due, which stands elsewhere. */
export function hasClocks({ reminders, escalation }: Clocks): boolean {
  return reminders !== null || escalation !== null;
}

function dueOf(at: number | null, onTimeout: string | null, outcomes: readonly string[]): Clocks['due'] {
  return at === null ? null : { at, outcome: onTimeout !== null && outcomes.includes(onTimeout) ? onTimeout : null };
}

function instant(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
