import type { RunState, Segment, TimelineRow } from '@/engine/index.ts';

/** A row as it was at a moment; `later` is what its bar came to since. */
export type MomentRow = TimelineRow & { later: readonly Segment[] };

const NONE: readonly Segment[] = [];

/** Rows as they are now. */
export function rowsNow(rows: readonly TimelineRow[]): MomentRow[] {
  return rows.map((row) => ({ ...row, later: NONE }));
}

/**
 * The rows of the whole run, each with the status, the stretches and the times of a moment of its past: the tree keeps its
 * place while one goes through the history.
 * @param rows of the run as it is @param past rows of the moment @param state at the moment
 */
export function rowsAt(rows: readonly TimelineRow[], past: readonly TimelineRow[], state: RunState): MomentRow[] {
  const then = new Map(past.map((row) => [row.id, row]));
  return rows.map((row) => {
    const was = then.get(row.id) ?? (row.kind === 'attempt' ? onlyAttempt(row, then.get(row.path), state) : undefined);
    if (was === undefined) return { ...row, status: 'pending', segments: [], startAt: null, endAt: null, later: row.segments };
    return { ...row, status: was.status, segments: was.segments, startAt: was.startAt, endAt: was.endAt, later: row.segments };
  });
}

/** A step that was tried once had no rows for its attempts: the first of them says what the step says. */
function onlyAttempt(row: TimelineRow, step: TimelineRow | undefined, state: RunState): TimelineRow | undefined {
  const attempt = state.steps.get(row.path)?.attempts.find((candidate) => candidate.attempt === row.index);
  return step === undefined || attempt === undefined ? undefined : { ...step, startAt: attempt.scheduledAt, endAt: attempt.endedAt };
}
