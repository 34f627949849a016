import { z } from 'zod';
import { jsonSchema } from '../definition/schema.ts';
import { controlSchema, GREATEST_NUMBER, instantSchema } from './api.ts';

/** The shapes of forks, resets and moves to another version. */

const versionSchema = z.union([z.int().min(1).max(GREATEST_NUMBER), z.literal('latest')]);

/** What is changed of the past that a fork keeps. */
export const forkEditsSchema = z.strictObject({
  /** The run's input. What begins or starts again sees it. */
  input: jsonSchema.optional(),
  /** Outputs by path: another value for a completed step, the value that an open one completes with. */
  outputs: z.record(z.string().min(1).max(2_000), jsonSchema).optional(),
  /** Variables, over those that were set. */
  vars: z.record(z.string().min(1).max(200), jsonSchema).optional(),
  /** Parameters as they are drawn, by node; what is not named stays. The node must have something left to begin after the cut. */
  params: z.record(z.string().min(1).max(64), z.record(z.string().max(200), jsonSchema)).optional(),
});

export const forkSchema = controlSchema.extend({
  /** Where the past is cut: after the group of an event, or after the group in which a step began (the last time it did). Its last event when nothing is said. */
  from: z.union([z.strictObject({ event: z.int().min(1).max(GREATEST_NUMBER) }), z.strictObject({ step: z.string().min(1).max(2_000) })]).optional(),
  edits: forkEditsSchema.optional(),
  /** Decisions that were taken on requests still open at the cut count in the new run; otherwise everybody is asked again. */
  keepDecisions: z.boolean().optional(),
  /** A fork has no business key unless it is given one; a reset takes that of its source over, unless this is null. */
  key: z.string().min(1).max(200).nullable().optional(),
  /** Another version of the workflow to go on under. */
  version: versionSchema.optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
  /** Answer with what would be kept and done again, and change nothing. */
  dryRun: z.boolean().optional(),
});
export type Fork = z.infer<typeof forkSchema>;

export const migrateSchema = controlSchema.extend({ version: versionSchema, /** Answer whether it can be moved, and change nothing. */ dryRun: z.boolean().optional() });

/** `problems` lead to what is wrong within the edits. */
const refusalSchema = z.strictObject({ code: z.string(), message: z.string(), problems: z.array(z.strictObject({ pointer: z.string(), message: z.string() })).optional() });

/** Why a run cannot go on under another version. */
export const migrationProblemSchema = z.strictObject({
  code: z.enum(['node_missing', 'node_changed', 'decides_otherwise']),
  node: z.string().nullable(),
  message: z.string(),
  /** What of the node is another: `params.url`, `retry` … */
  differs: z.array(z.string()).optional(),
  /** The event at which the other version would have decided otherwise. */
  seq: z.int().optional(),
});

export const migrationPlanSchema = z.strictObject({
  from: z.int().nullable(),
  to: z.int().nullable(),
  /** It can be moved as things stand. */
  ok: z.boolean(),
  /** What stands against any move. */
  refusal: refusalSchema.nullable(),
  /** What stands against a move to this version. */
  problems: z.array(migrationProblemSchema),
});
export type MigrationPlanView = z.infer<typeof migrationPlanSchema>;

const plannedStepSchema = z.strictObject({ path: z.string(), node: z.string(), type: z.string(), /** It may change something outside of the run. */ touchesOutside: z.boolean() });

/** What a fork keeps, does again and leaves to its source. Lists hold the first 200; `counts` tells of all. */
export const forkPlanSchema = z.strictObject({
  /** The last event that is kept. */
  cut: z.strictObject({ event: z.int(), at: instantSchema }),
  lastEvent: z.int(),
  version: z.int().nullable(),
  ok: z.boolean(),
  refusal: refusalSchema.nullable(),
  problems: z.array(migrationProblemSchema),
  counts: z.strictObject({ kept: z.int(), again: z.int(), after: z.int(), touchesOutside: z.int() }),
  /** Attempts that are open at the cut: they start again. */
  again: z.array(plannedStepSchema),
  /** What the source has begun since; the new run may come by it too. */
  after: z.array(plannedStepSchema),
  /** Nodes that take other parameters, with the names of those and the open attempts that start again with them. */
  edited: z.array(z.strictObject({ node: z.string(), type: z.string(), params: z.array(z.string()), again: z.array(z.string()) })),
  /** Clocks that go on where they stood. An instant may be further away than the longest duration one may ask for. */
  timers: z.array(z.strictObject({ path: z.string(), remaining: z.string().meta({ format: 'heddle-duration' }) })),
  /** Requests that are asked again, with the number of decisions taken so far. */
  approvals: z.array(z.strictObject({ path: z.string(), title: z.string(), decisions: z.int() })),
  children: z.array(z.strictObject({ path: z.string(), runId: z.string(), fate: z.enum(['outcome_kept', 'starts_anew', 'stays_with_source']) })),
});
export type ForkPlanView = z.infer<typeof forkPlanSchema>;
