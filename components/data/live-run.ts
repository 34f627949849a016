import { emptyState, emptyTrace, evolve, touchedPath, trace, withAncestors, type RunEvent, type RunState, type RunTrace } from '@/engine/index.ts';

/**
 * A run as the stream has told it so far: the one entry that every view of a live run reads.
 * A new object for each batch of events; in it, the state and every step that the batch touched are new too, so that
 * views can compare by identity. Maps and arrays grow in place: depend on the state, not on what it holds.
 */
export type LiveRun = {
  readonly runId: string;
  readonly state: RunState;
  /** The whole history up to `seq`, in order. The array grows in place: depend on `seq`, not on its identity. */
  readonly events: readonly RunEvent[];
  readonly seq: number;
  /** Instants that do not stand in the state, for the timeline. Grows in place like `events`. */
  readonly trace: RunTrace;
  /** The server said that the run is over. */
  readonly ended: boolean;
  /** The history could not be folded from this event on: a newer server, or a bug of ours. */
  readonly broken: { seq: number; message: string } | null;
};

export function emptyLiveRun(runId: string): LiveRun {
  return { runId, state: emptyState(runId, { retain: true }), events: [], seq: 0, trace: emptyTrace(), ended: false, broken: null };
}

/** Thrown when an event is missing between what we have and what came; the stream takes up again from what we have. */
export class GapError extends Error {
  constructor(readonly have: number, readonly got: number) {
    super(`Event ${got} came after event ${have}.`);
    this.name = 'GapError';
  }
}

/**
 * Folds a batch in, and leaves out what is already there. It consumes `live`, whose successor shares its arrays.
 * @throws GapError when an event is missing; what came before the gap has not been folded either
 */
export function foldBatch(live: LiveRun, batch: readonly RunEvent[]): LiveRun {
  const fresh: RunEvent[] = [];
  let last = live.seq;
  for (const event of batch) {
    if (event.seq <= last) continue;
    if (event.seq !== last + 1) throw new GapError(last, event.seq);
    fresh.push(event);
    last = event.seq;
  }
  if (fresh.length === 0 || live.broken) return live;

  const events = live.events as RunEvent[];
  let state = live.state;
  let seq = live.seq;
  let broken: LiveRun['broken'] = null;
  const touched = new Set<string>();
  let all = false;
  for (const event of fresh) {
    try {
      state = evolve(state, event);
      trace(live.trace, event);
    } catch (error) {
      broken = { seq: event.seq, message: error instanceof Error ? error.message : String(error) };
      break;
    }
    events.push(event);
    seq = event.seq;
    const path = touchedPath(event);
    if (path === null) all = true;
    else touched.add(path);
  }
  return { ...live, state: renew(state, all ? null : touched), seq, broken };
}

/**
 * Gives new identities to the state and to the steps that changed: those named, and the containers above them. The maps
 * stay what they are, as the arrays do: copying them for every batch would make a long run slower with each step.
 */
function renew(state: RunState, touched: ReadonlySet<string> | null): RunState {
  const changed = touched === null ? null : withAncestors(touched);
  const anew = (path: string): void => {
    const step = state.steps.get(path);
    if (step !== undefined) state.steps.set(path, { ...step });
  };
  if (changed === null) for (const path of state.steps.keys()) anew(path);
  else {
    for (const path of changed) anew(path);
    // Looked for only while a saga walks back: a run that has gone round ten thousand times is not walked through for each batch.
    if (state.compensating > 0) for (const [path, step] of state.steps) if (step.status === 'compensating' && !changed.has(path)) anew(path);
  }
  return { ...state };
}
