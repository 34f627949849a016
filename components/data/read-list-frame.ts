import { isJsonObject, RUN_STATUSES, type Json, type ListFrame, type RunStatus } from '@/engine/index.ts';

const APPROVAL_STATUSES = ['open', 'decided', 'timed_out', 'withdrawn'] as const satisfies readonly Extract<ListFrame, { type: 'approval' }>['status'][];
const TOLD = ['reminded', 'escalated'] as const satisfies readonly Extract<ListFrame, { type: 'approval' }>['told'][];

/** A frame of the stream behind the lists; null for one of a newer server that we do not know. By hand for the reason of `readProblem`. */
export function readListFrame(value: Json): ListFrame | null {
  if (!isJsonObject(value)) return null;
  const { type, id, name, run, workflow, generation, openApprovals } = value;
  if (type === 'hello') return isInteger(openApprovals) ? { type, openApprovals } : null;
  if (type === 'task_queue') return typeof name === 'string' ? { type, name } : null;
  if (type === 'trigger') return typeof workflow === 'string' ? { type, workflow } : null;
  if (type === 'dead_letters') return typeof run === 'string' ? { type, run } : null;
  if (typeof id !== 'string') return null;
  if (type === 'worker') return { type, id };
  if (type === 'approval') {
    const status = APPROVAL_STATUSES.find((each) => each === value.status);
    if (status === undefined) return null;
    const told = TOLD.find((each) => each === value.told);
    return told === undefined ? { type, id, status } : { type, id, status, told };
  }
  if (type !== 'run') return null;
  const status = RUN_STATUSES.find((each): each is RunStatus => each === value.status);
  if (status === undefined || (workflow !== null && typeof workflow !== 'string')) return null;
  if (generation === undefined) return { type, id, workflow, status };
  return isInteger(generation) ? { type, id, workflow, status, generation } : null;
}

function isInteger(value: Json | undefined): value is number {
  return Number.isInteger(value);
}
