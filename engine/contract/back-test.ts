import { z } from 'zod';
import { BACK_TEST_RUNS, VERDICTS } from '../core/back-test/differences.ts';
import { RUN_STATUSES } from '../core/status.ts';
import { GREATEST_NUMBER, instantSchema } from './api.ts';

/** The shapes of a back-test: what runs that have ended would do under a draft. */

const versionNumber = z.coerce.number().int().min(1).max(GREATEST_NUMBER);
export const backTestQuerySchema = z.strictObject({
  /** What is tested; the draft when nothing is said. */
  version: z.union([z.literal('draft'), z.literal('latest'), versionNumber]).optional(),
  /** Only runs of this version are looked at. */
  of: versionNumber.optional(),
  limit: z.coerce.number().int().min(1).max(BACK_TEST_RUNS).optional(),
});

/** One place at which two values differ, as JSON text of at most 200 characters; a side that lacks the member has none. */
const changes = { changes: z.array(z.strictObject({ pointer: z.string(), before: z.string().optional(), now: z.string().optional() })), /** Places beyond those that are told. */ more: z.int() };
const path = z.string();

export const backTestDifferenceSchema = z.discriminatedUnion('kind', [
  /** What came from outside at this event would not be taken: the input, a signal, a decision … */
  z.strictObject({ kind: z.literal('refused'), seq: z.int(), code: z.string(), message: z.string(), problems: z.array(z.strictObject({ pointer: z.string(), message: z.string() })) }),
  /** Another way out of a step; null where it failed, or was stopped, and nothing followed. */
  z.strictObject({ kind: z.literal('branch'), path, before: z.string().nullable(), now: z.string().nullable() }),
  /** A path of null is the run itself. */
  z.strictObject({ kind: z.literal('fails'), path: z.string().nullable(), error: z.strictObject({ type: z.string(), message: z.string() }) }),
  z.strictObject({ kind: z.literal('left_out'), path }),
  z.strictObject({ kind: z.literal('no_result'), path, why: z.enum(['new_step', 'other_type', 'more_attempts', 'no_signal', 'no_decision', 'no_outcome']) }),
  z.strictObject({ kind: z.literal('input'), path, ...changes }),
  z.strictObject({ kind: z.literal('output'), path, ...changes }),
  z.strictObject({ kind: z.literal('ends'), before: z.enum(RUN_STATUSES), now: z.enum(RUN_STATUSES) }),
  z.strictObject({ kind: z.literal('result'), ...changes }),
]);
export type BackTestDifference = z.infer<typeof backTestDifferenceSchema>;

/** The gravest first. */
export const BACK_TEST_VERDICTS = [...VERDICTS, 'not_comparable'] as const;
export type BackTestVerdict = (typeof BACK_TEST_VERDICTS)[number];

export const backTestedRunSchema = z.strictObject({
  id: z.string(),
  status: z.enum(RUN_STATUSES),
  version: z.int().nullable(),
  key: z.string().nullable(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  verdict: z.enum(BACK_TEST_VERDICTS),
  /** In the order in which the run would come by them, at most 20. */
  differences: z.array(backTestDifferenceSchema),
  /** Why it cannot be compared. */
  reason: z.enum(['too_long', 'too_large', 'unsupported', 'undecidable']).optional(),
});
export type BackTestedRun = z.infer<typeof backTestedRunSchema>;

export const backTestSchema = z.strictObject({
  /** The version that was tested; null for the draft. */
  version: z.int().nullable(),
  /** The revision of the draft that was tested. */
  revision: z.int().nullable(),
  /** How many runs there were to look at, and how many were looked at in time. */
  of: z.int(),
  looked: z.int(),
  counts: z.record(z.enum(BACK_TEST_VERDICTS), z.int()),
  /** Newest first. */
  runs: z.array(backTestedRunSchema),
});
export type BackTestView = z.infer<typeof backTestSchema>;
