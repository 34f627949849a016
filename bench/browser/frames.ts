/** What of an event of a Chromium trace is read here; instants and durations in µs, `tdur` of the thread's own processor time. */
export type TraceEvent = { name: string; ph: string; ts: number; dur?: number; tdur?: number; pid: number; tid: number; args?: { name?: string } };

/** Of one frame, ms. */
export type FrameWork = { /** What the main thread did, by its own processor time. */ work: number; /** The same by the wall clock: with what others took of the processor meanwhile. */ wall: number };

const RUN_TASK: ReadonlySet<string> = new Set(['RunTask', 'ThreadControllerImpl::RunTask']);

/**
 * How much the main thread of the page worked for each frame: everything it did from the task that ran the
 * callbacks of a frame until that of the next.
 * Of several renderers (a browser keeps a spare one) the busiest is the page.
 * @param events a trace with the categories `toplevel` and `devtools.timeline`; the page asks for every frame
 */
export function workPerFrame(events: readonly TraceEvent[]): FrameWork[] {
  const tasks = busiest(mainThreads(events).map((thread) => onThread(events, thread)));
  if (tasks === null) return [];
  const callbacks = tasks.frames.sort((a, b) => a - b);
  const work: FrameWork[] = [];
  let called = 0;
  for (const task of outermost(tasks.tasks)) {
    const end = task.ts + (task.dur ?? 0);
    const before = called;
    while (called < callbacks.length && callbacks[called]! < end) called++;
    // Several callbacks that wait for one frame run in one task.
    if (called > before) work.push({ work: 0, wall: 0 });
    const frame = work.at(-1);
    // What came before the first frame belongs to none, and the last frame is cut off by the end of the trace.
    if (frame === undefined) continue;
    frame.work += (task.tdur ?? task.dur ?? 0) / 1_000;
    frame.wall += (task.dur ?? 0) / 1_000;
  }
  return work.slice(0, -1);
}

/** Frames that were due and did not come, of all that were due: 0 to 1. @param at instants of the frames that came, ms */
export function droppedShare(at: readonly number[], everyMs: number): number {
  let dropped = 0;
  for (let index = 1; index < at.length; index++) dropped += Math.max(0, Math.round((at[index]! - at[index - 1]!) / everyMs) - 1);
  const came = Math.max(0, at.length - 1);
  return came + dropped === 0 ? 0 : dropped / (came + dropped);
}

type Thread = { pid: number; tid: number };
type Work = { tasks: TraceEvent[]; frames: number[] };

function mainThreads(events: readonly TraceEvent[]): Thread[] {
  return events.filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain').map(({ pid, tid }) => ({ pid, tid }));
}

function onThread(events: readonly TraceEvent[], { pid, tid }: Thread): Work {
  const own = events.filter((event) => event.pid === pid && event.tid === tid);
  return { tasks: own.filter((event) => event.ph === 'X' && RUN_TASK.has(event.name)), frames: own.filter((event) => event.name === 'FireAnimationFrame').map((event) => event.ts) };
}

function busiest(threads: readonly Work[]): Work | null {
  return threads.reduce<Work | null>((best, thread) => (thread.frames.length > (best?.frames.length ?? 0) ? thread : best), null);
}

/** A task may run others within itself, and both names may be traced: each stretch of time counts once. */
function outermost(tasks: readonly TraceEvent[]): TraceEvent[] {
  const kept: TraceEvent[] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const task of [...tasks].sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    if (task.ts < until) continue;
    kept.push(task);
    until = task.ts + (task.dur ?? 0);
  }
  return kept;
}
