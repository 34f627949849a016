import { z } from 'zod';
import type { Ring } from '../ports/store.ts';

/** Fewer tasks than this are one job each: spread over the workers they begin soonest. */
const BUNDLE_FROM = 16;
const LARGEST_BUNDLE = 128;

/**
 * What a job carries: ids only. `again` counts how often it was handed back, so that what is handed back while its job
 * is still active is a new job. `ahead`: the commit that opens the tasks was not made yet.
 */
export type JobData = { run: string; tasks: readonly (readonly [seq: number, dispatch: number])[]; priority: number; again: number; ahead?: true | undefined };

const dataSchema: z.ZodType<JobData> = z.object({
  run: z.string(),
  tasks: z.array(z.tuple([z.int(), z.int()])),
  priority: z.number(),
  again: z.int(),
  ahead: z.literal(true).optional(),
});

export type NewJob = { name: string; data: JobData; opts: { jobId: string; removeOnComplete: true; removeOnFail: true; attempts: 1; priority: number } };

/**
 * Jobs for rings of one queue. A wide fan-out travels as a bundle of tasks of one run: a job costs Redis and the listener
 * more than the claim of a task, and outcomes that meet in one process share commits instead of racing for the run.
 */
export function jobsOf(rings: readonly Ring[], again = 0): NewJob[] {
  const groups = new Map<string, Ring[]>();
  for (const ring of rings) {
    const key = `${ring.priority} ${ring.ahead === true ? 'ahead' : ''} ${ring.runId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [ring]);
    else group.push(ring);
  }
  const jobs: NewJob[] = [];
  for (const group of groups.values()) {
    const size = again > 0 || group.length >= BUNDLE_FROM ? LARGEST_BUNDLE : 1;
    for (let at = 0; at < group.length; at += size) jobs.push(jobOf(group.slice(at, at + size), again));
  }
  return jobs;
}

function jobOf(bundle: readonly Ring[], again: number): NewJob {
  const first = bundle[0]!;
  const tasks = bundle.map(({ seq, dispatch }) => [seq, dispatch] as const);
  const data: JobData = first.ahead === true ? { run: first.runId, tasks, priority: first.priority, again, ahead: true } : { run: first.runId, tasks, priority: first.priority, again };
  return { name: 't', data, opts: { jobId: jobId(first, bundle.length, again), removeOnComplete: true, removeOnFail: true, attempts: 1, priority: jobPriority(first.priority, again > 0) } };
}

/** A job of one ring: a second one for the same adds nothing as long as the first waits. */
export function jobOfOne(ring: Ring): NewJob {
  return jobOf([ring], 0);
}

/** `t-<run>.<seq>-<dispatch>-<tasks>-<again>`. The same ring twice is one job as long as the first waits. */
function jobId(first: Ring, tasks: number, again: number): string {
  return `t-${first.runId}.${first.seq}-${first.dispatch}-${tasks}-${again}`;
}

/** The rings a job was made of; empty for what is not ours. */
export function ringsOfJob(queue: string, data: unknown): { rings: Ring[]; again: number } {
  const parsed = dataSchema.safeParse(data);
  if (!parsed.success) return { rings: [], again: 0 };
  const { run, tasks, priority, again, ahead } = parsed.data;
  return { rings: tasks.map(([seq, dispatch]) => (ahead === true ? { runId: run, seq, queue, priority, dispatch, ahead } : { runId: run, seq, queue, priority, dispatch })), again };
}

/** The most urgent priority there is; the least urgent is as far below 0. */
const MOST_URGENT = 100;

/**
 * BullMQ takes the lowest number first, and of one number the oldest job. Every priority of ours has two: what is handed
 * back goes before what waits for the first time, and never before what is more urgent. A job without a number would be
 * taken before all others, so 0 has one too; its place in a sorted set instead of a list costs Redis some 15 % more.
 */
function jobPriority(priority: number, back: boolean): number {
  return 2 * (MOST_URGENT - priority) + (back ? 1 : 2);
}
