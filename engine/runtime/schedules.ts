import { LEAP_MS, onOverlap, type RunOfSchedule, stepSchedule, takesPlace, withLeft } from '../core/schedule.ts';
import { isRunOver } from '../core/status.ts';
import type { ScheduleRule } from '../definition/triggers.ts';
import type { Log } from '../ports/log.ts';
import type { LivePublisher } from '../ports/live.ts';
import { type Store, StoreUnavailable } from '../ports/store.ts';
import type { DueTrigger, TriggerProblem, TriggerSettled } from '../ports/triggers.ts';
import type { RunRow } from '../ports/views.ts';
import type { Chore } from './beats.ts';
import { EngineError } from './engine.ts';
import type { Runs } from './runs.ts';
import { readRule, timesOf } from './schedule-times.ts';
import type { Starts } from './starts.ts';
import { newToken } from './token.ts';

const PAGE = 100;
/** A worker that takes longer to start a run has died or stands still: another one goes on. */
const HOLD_MS = 30_000;
/** What could not be started for a reason that passes is tried again after so long, ms. */
const AGAIN_MS = 5_000;
/** One look in so many is for schedules that a clock gone wrong has left in the future. */
const LOOKS_AHEAD = 60;
/** Pages in one look: what has been missed is made up, and others have their turn. */
const PAGES = 20;

type SchedulesOptions = { store: Pick<Store, 'takeDueTriggers' | 'wakeTriggersAhead' | 'settleTrigger' | 'noteTrigger' | 'findByIdempotencyKey'>; starts: Pick<Starts, 'startScheduled'>; runs: Pick<Runs, 'deliver'>; live: Pick<LivePublisher, 'list'>; log: Log };

/**
 * Starts the runs of schedules. Every worker looks once a second and takes what nobody is at. The run of an instant is
 * started under a key made of both, and only then the schedule moves on: whoever dies in between leaves an instant that
 * finds its run.
 */
export function schedules({ store, starts, runs, live, log }: SchedulesOptions): Chore {
  const counts = { scheduled: 0, scheduleSkips: 0, scheduleFaults: 0 };

  /** @returns what is to be told of it: that the run of the instant stands is not forgotten because the one before could not hear */
  const cancel = async (runId: string, trigger: string, at: number): Promise<TriggerProblem | null> => {
    try {
      await runs.deliver(runId, { input: { id: `overlap-${trigger}-${at}`, type: 'run.cancel_requested', data: { reason: 'Its schedule starts the next run.', by: null } } });
      return null;
    } catch (error) {
      // One that is parked or gone takes no cancel; the next run does not wait for it.
      if (error instanceof EngineError && !passes(error)) return null;
      log.warn({ err: error, trigger, runId }, 'The run before could not be cancelled by its schedule');
      return { at, code: 'not_cancelled', message: `The run ${runId} before it could not be cancelled, and goes on beside it.` };
    }
  };

  const fire = async (trigger: DueTrigger, at: number, cancels: boolean, place: Pick<TriggerSettled, 'cursor' | 'nextAt' | 'problem'>): Promise<TriggerSettled> => {
    const { id, workflowId, node, cursor, now, leftAt, lastRun } = trigger;
    try {
      const { run, created } = await starts.startScheduled({ workflow: workflowId, node, at, idempotencyKey: keyOf(id, at) });
      if (created) counts.scheduled++;
      if (!created && run.id !== lastRun && !takesPlace(seen(run), lastOf(trigger))) return { ...place, fired: null };
      // Only now: an instant that cannot have its run ends nobody else's.
      const left = cancels && lastRun !== null && lastRun !== run.id ? await cancel(lastRun, id, at) : null;
      return { ...place, fired: { at, runId: run.id }, problem: left ?? place.problem };
    } catch (error) {
      counts.scheduleFaults++;
      // It may stand all the same: an answer can be lost, and by then another instant may be the latest.
      if (passes(error)) return { cursor, nextAt: now + AGAIN_MS, fired: null, leftAt: withLeft(leftAt, now), problem: { at, code: 'start_failed', message: 'The run could not be started at the moment; it is tried again.' } };
      if (error instanceof EngineError) return { ...place, fired: null, problem: { at, code: error.code, message: error.message } };
      log.error({ err: error, trigger: id }, 'A schedule could not start its run');
      return { ...place, fired: null, problem: { at, code: 'start_failed', message: 'The run could not be started; the log of the workers names the cause.' } };
    }
  };

  /**
   * Runs that those who had the schedule before started and did not live, or did not hear enough, to tell of: by now another
   * instant may be the latest. There is more than one where somebody stood still for longer than his time.
   */
  const untold = async (trigger: DueTrigger): Promise<TriggerSettled | null> => {
    const { id, workflowId, now } = trigger;
    const tried = new Map(trigger.leftAt.flatMap((left): [number, PlannedStart][] => {
      const planned = plan({ ...trigger, now: left });
      return planned instanceof Error || planned.at === null ? [] : [[planned.at, { ...planned, at: planned.at }]];
    }));
    const found: TriggerSettled[] = [];
    let last = lastOf(trigger);
    for (const { rule, at, place } of [...tried.values()].sort((a, b) => a.at - b.at)) {
      const run = await store.findByIdempotencyKey(workflowId, keyOf(id, at));
      if (run === null || !takesPlace(seen(run), last)) continue;
      const left: TriggerProblem | null = rule.overlap === 'cancel' && last?.isOpen === true ? await cancel(last.id, id, at) : null;
      // What a clock that was far ahead has left in the future goes on from now.
      const nextAt = place.cursor - now > LEAP_MS ? now : place.nextAt;
      found.push({ cursor: place.cursor, nextAt, fired: { at, runId: run.id }, problem: left ?? found.at(-1)?.problem ?? null });
      last = seen(run);
    }
    return found.at(-1) ?? null;
  };

  const step = async (trigger: DueTrigger): Promise<TriggerSettled> => {
    const { cursor, now } = trigger;
    const before = await untold(trigger);
    if (before !== null) return before;
    const planned = plan(trigger);
    if (planned instanceof Error) {
      counts.scheduleFaults++;
      // Until it is published anew nothing can come of it, and nothing is looked at again.
      return { cursor, nextAt: null, fired: null, problem: { at: now, code: 'rule_invalid', message: planned.message } };
    }
    const { rule, at, missed, place } = planned;
    const problem: TriggerProblem | null = missed ? { at: now, code: 'missed', message: 'Starts were missed while nothing ran, and are not made up.' } : null;
    if (at === null) return { ...place, fired: null, problem };
    const overlap = onOverlap(rule.overlap, lastOf(trigger)?.isOpen === true);
    if (overlap !== 'skip') return await fire(trigger, at, overlap === 'cancel', { ...place, problem });
    counts.scheduleSkips++;
    return { ...place, fired: null, problem: { at, code: 'overlap', message: `The run ${trigger.lastRun ?? ''} of this schedule was still open, so none was started.` } };
  };

  /** @returns whether it is due again at once */
  const serve = async (trigger: DueTrigger): Promise<boolean> => {
    try {
      const settled = await step(trigger);
      if (!(await store.settleTrigger(trigger.id, trigger.taken, settled))) {
        // Resumed or published anew meanwhile. Its place is another now; that a run of it is open counts for the next one.
        if (settled.fired !== null) await store.noteTrigger(trigger.id, { ...settled.fired, problem: null });
        return false;
      }
      if (settled.fired !== null || settled.problem !== null) live.list({ type: 'trigger', workflow: trigger.workflowId });
      return settled.nextAt !== null && settled.nextAt <= trigger.now;
    } catch (error) {
      // It is free again when its time with us is over.
      log.warn({ err: error, trigger: trigger.id }, 'A schedule could not be served; trying again');
      return false;
    }
  };

  let looks = 0;
  const act: Chore['act'] = async (ended) => {
    if (looks++ % LOOKS_AHEAD === 0) for (const trigger of await store.wakeTriggersAhead(LEAP_MS, HOLD_MS)) log.warn({ trigger }, 'The clock of the database was far ahead when this schedule last came; it goes on from now');
    for (let pages = 0; pages < PAGES && !ended(); pages++) {
      const due = await store.takeDueTriggers(newToken(), PAGE, HOLD_MS);
      const again = await Promise.all(due.map(serve));
      if (due.length < PAGE && !again.includes(true)) return;
    }
  };
  return { name: 'schedules', everyMs: 1_000, act, counts };
}

type PlannedStart = Planned & { at: number };
type Planned = { rule: ScheduleRule; at: number | null; missed: boolean; place: { cursor: number; nextAt: number | null } };

/** What is to be done now; the error says why the rule that is stored cannot be kept. */
function plan({ rule: stored, cursor, now }: DueTrigger): Planned | RangeError {
  try {
    const rule = readRule(stored);
    const { fire, missed, ...place } = stepSchedule(timesOf(rule), cursor, now, rule.catchUpMs);
    return { rule, at: fire, missed, place };
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
}

const seen = ({ id, status }: Pick<RunRow, 'id' | 'status'>): RunOfSchedule => ({ id, isOpen: !isRunOver(status) });
const lastOf = ({ lastRun, lastStatus }: DueTrigger): RunOfSchedule | null => (lastRun === null ? null : { id: lastRun, isOpen: lastStatus !== null && !isRunOver(lastStatus) });

/** What makes the run of an instant one, whoever starts it. */
function keyOf(trigger: string, at: number): string {
  return `schedule:${trigger}:${at}`;
}

/** Whether the same start may succeed later, or with another process. */
function passes(error: unknown): boolean {
  return error instanceof StoreUnavailable || (error instanceof EngineError && (error.code === 'unavailable' || error.code === 'unsupported'));
}
