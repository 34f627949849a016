import type { EventType } from '../core/events.ts';

/** What a run's stream tells, in words a client can show without knowing the engine's events. */
export const STREAM_NAMES = [
  'run started', 'run paused', 'run resumed', 'run retried', 'run forked', 'run migrated', 'run completed', 'run failed', 'run cancelled', 'run terminated', 'run timed out', 'run overridden', 'run fast-forwarded', 'run updated',
  'step started', 'step completed', 'step waiting', 'step skipped', 'step compensated',
  'agent started', 'agent completed', 'tool invoked', 'tool observation', 'model partial', 'model output',
  'data processing', 'error occurred',
] as const;
export type StreamName = (typeof STREAM_NAMES)[number];

/** Types whose work is on data alone. */
const DATA_TYPES: ReadonlySet<string> = new Set(['transform', 'code', 'set']);

/** The node of a step's path: the last name, without an iteration. `rounds[3]/critique` → `critique`. */
export function nodeOfPath(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
}

/**
 * Names an event of the history, or says that it has no name of its own.
 * @param nodeType type of the event's node (`agent`, `http` …), where it is known
 */
export function nameOfEvent(event: { type: EventType; data?: unknown }, nodeType?: string): StreamName | undefined {
  switch (event.type) {
    case 'run.started':
      return 'run started';
    case 'run.paused':
      return 'run paused';
    case 'run.resumed':
      return 'run resumed';
    case 'run.retried':
      return 'run retried';
    case 'run.forked':
      return 'run forked';
    case 'run.migrated':
      return 'run migrated';
    case 'run.overridden':
      return 'run overridden';
    case 'run.fast_forwarded':
      return 'run fast-forwarded';
    case 'update.applied':
      return 'run updated';
    case 'run.completed':
      return 'run completed';
    case 'run.failed':
      return 'run failed';
    case 'run.cancelled':
      return 'run cancelled';
    case 'run.terminated':
      return 'run terminated';
    case 'run.timed_out':
      return 'run timed out';
    case 'step.scheduled':
      return nodeType === 'agent' ? 'agent started' : 'step started';
    case 'step.opened':
      return 'step started';
    case 'step.completed':
      if (nodeType === 'agent') return 'agent completed';
      return nodeType !== undefined && DATA_TYPES.has(nodeType) ? 'data processing' : 'step completed';
    case 'step.waiting':
      return 'step waiting';
    case 'step.skipped':
      return 'step skipped';
    case 'step.compensated':
      return 'step compensated';
    case 'agent.recorded':
      return nameOfRecord(event.data);
    case 'attempt.failed':
    case 'attempt.timed_out':
    case 'step.failed':
    case 'iteration.failed':
    case 'step.compensation_failed':
      return 'error occurred';
    default:
      return undefined;
  }
}

function nameOfRecord(data: unknown): StreamName {
  const record = typeof data === 'object' && data !== null && 'record' in data ? data.record : null;
  const isTool = typeof record === 'object' && record !== null && 'kind' in record && record.kind === 'tool';
  return isTool ? 'tool observation' : 'model output';
}

/** Names an ephemeral frame by its type. */
export function nameOfFrame(type: string): StreamName | undefined {
  switch (type) {
    case 'model.partial':
      return 'model partial';
    case 'model.output':
      return 'model output';
    case 'tool.invoked':
      return 'tool invoked';
    case 'tool.observation':
      return 'tool observation';
    case 'progress':
      return 'data processing';
    default:
      return undefined;
  }
}
