import { toApiEvent, type Json, type RunEvent } from '@/engine/index.ts';
import { toneOf } from './marks.ts';

export const HISTORY_KINDS = ['all', 'inputs', 'trouble', 'steps', 'waits', 'undo', 'control'] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

const OF_KIND: Readonly<Record<HistoryKind, (event: RunEvent) => boolean>> = {
  all: () => true,
  inputs: (event) => !event.derived,
  trouble: (event) => ['bad', 'warn'].includes(toneOf(event)),
  steps: (event) => /^(step|attempt|iteration|agent)\./.test(event.type),
  waits: (event) => /^(signal|timer|approval|child)\.|^step\.waiting$/.test(event.type),
  undo: (event) => toneOf(event) === 'undo' || event.type === 'step.compensation_failed',
  control: (event) => event.type.startsWith('run.') || event.type.startsWith('update.'),
};

/** Positions of the events that pass, in order. The text is looked for in type, path and data; `#12` finds an event by its number. */
export function filterHistory(events: readonly RunEvent[], kind: HistoryKind, text: string): number[] {
  const wanted = text.trim().toLowerCase();
  const number = /^#(\d+)$/.exec(wanted)?.[1];
  const passes = OF_KIND[kind];
  const found: number[] = [];
  for (let at = 0; at < events.length; at++) {
    const event = events[at]!;
    if (!passes(event)) continue;
    if (number !== undefined ? event.seq !== Number(number) : wanted !== '' && !mentions(event, wanted)) continue;
    found.push(at);
  }
  return found;
}

function mentions(event: RunEvent, wanted: string): boolean {
  const path = 'path' in event && event.path !== null ? event.path : '';
  return event.type.includes(wanted) || path.toLowerCase().includes(wanted) || JSON.stringify(event.data).toLowerCase().includes(wanted);
}

/** What an event says in one line, beside its type and path. */
export function gistOf(event: RunEvent): string {
  switch (event.type) {
    case 'attempt.failed': case 'step.failed': case 'step.retrying': case 'iteration.failed': case 'run.failed': case 'run.timed_out': case 'step.compensation_failed':
      return event.data.error.message;
    case 'attempt.timed_out':
      return event.data.timeout;
    case 'step.waiting':
      return event.data.wait.kind === 'signal' ? `signal ${event.data.wait.name}` : event.data.wait.kind === 'approval' ? event.data.wait.title : event.data.wait.kind;
    case 'signal.received':
      return [event.data.name, event.data.by, event.data.reason].filter(Boolean).join(' · ');
    case 'approval.decided':
      return `${event.data.outcome} · ${event.data.by}`;
    case 'approval.delegated':
      return `${event.data.by} → ${event.data.to.join(', ')}`;
    case 'step.skipped': case 'step.cancelled': case 'step.cancelling':
      return event.data.reason;
    case 'step.compensating': case 'step.compensated':
      return `→ ${event.data.undo}`;
    case 'iteration.started': case 'iteration.completed': case 'iteration.cancelled':
      return `[${event.data.index}]`;
    case 'run.paused': case 'run.resumed': case 'run.cancel_requested': case 'run.terminated': case 'run.retried': case 'run.overridden': case 'run.fast_forwarded': case 'update.received':
      return [event.data.by, event.data.reason].filter(Boolean).join(': ');
    case 'run.forked':
      return [`← ${event.data.source.runId.slice(-8)} #${event.data.source.seq}`, event.data.by, event.data.reason].filter(Boolean).join(' · ');
    case 'run.migrated':
      return [`${versionOf(event.data.from.version)} → ${versionOf(event.data.to.version)}`, event.data.by, event.data.reason].filter(Boolean).join(' · ');
    case 'step.completed':
      return 'branch' in event.data && event.data.branch !== undefined && event.data.branch !== 'out' ? `→ ${event.data.branch}` : '';
    default:
      return '';
  }
}

const versionOf = (version: number | null): string => (version === null ? '–' : `v${version}`);

/** The history as the API writes it, for a file. */
export function historyFile(events: readonly RunEvent[]): string {
  return JSON.stringify(events.map((event) => toApiEvent(event)), null, 2);
}

export const dataOf = (event: RunEvent): Json => event.data as unknown as Json; // event data is JSON by construction; the union only names its members
