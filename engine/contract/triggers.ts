import { z } from 'zod';
import { RUN_STATUSES } from '../core/status.ts';
import { OVERLAPS } from '../definition/triggers.ts';
import { durationSchema, jsonSchema } from '../definition/schema.ts';
import { errorSchema, instantSchema, pageQuerySchema } from './api.ts';

/** The shapes of what starts runs by itself. */

/** The path of a webhook, without its token. */
export const HOOKS_PATH = '/api/v1/hooks/';
/** Header of a request that is signed: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "t.body">`, or of "t.key.body" with an Idempotency-Key. */
export const SIGNATURE_HEADER = 'heddle-signature';
/** How far the instant of a signature may be from ours. */
export const SIGNATURE_WINDOW_MS = 300_000;

export const triggerSchema = z.strictObject({
  id: z.string(),
  workflow: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
  /** The start node that its runs enter by. */
  node: z.string(),
  name: z.string(),
  kind: z.enum(['schedule', 'webhook']),
  /** Null for a webhook. */
  schedule: z.strictObject({ cron: z.string().nullable(), every: durationSchema.nullable(), timezone: z.string(), overlap: z.enum(OVERLAPS), catchUp: durationSchema.nullable() }).nullable(),
  /** Null for a schedule. Whoever knows the path may start runs, unless a secret is set. */
  webhook: z.strictObject({ path: z.string(), since: instantSchema, /** When the secret was set; null while there is none. */ secretSince: instantSchema.nullable() }).nullable(),
  paused: z.strictObject({ at: instantSchema, by: z.string().nullable(), reason: z.string().nullable() }).nullable(),
  /** The next five instants; none while it is paused. */
  next: z.array(instantSchema),
  lastAt: instantSchema.nullable(),
  /** Null as well when that run is not kept any more. */
  lastRun: z.string().nullable(),
  /** Why the last start came to nothing, or what was left out; null when it went well. */
  lastProblem: z.strictObject({ at: instantSchema, code: z.string(), message: z.string() }).nullable(),
});
export type Trigger = z.infer<typeof triggerSchema>;

export const triggerListQuerySchema = pageQuerySchema.extend({ workflow: z.string().min(1).max(100).optional() });
export const fireTriggerSchema = z.strictObject({ id: z.string().min(1).max(100).optional() });
export const hookSecretSchema = z.strictObject({ secret: z.string().min(16, 'A secret has at least 16 characters.').max(200).regex(/^[\x21-\x7e]+$/, 'A secret holds letters, digits and signs, no spaces.').optional() });
export const hookSecretSetSchema = z.strictObject({ secret: z.string() });
export const schedulePreviewQuerySchema = z.strictObject({ cron: z.string().max(200).optional(), every: durationSchema.optional(), timezone: z.string().max(100).optional() });
export const schedulePreviewSchema = z.strictObject({ next: z.array(instantSchema) });

/** What whoever sends to a webhook is told: no more of the run than it asked for. */
export const hookAnswerSchema = z.strictObject({ runId: z.string(), href: z.string(), status: z.enum(RUN_STATUSES), output: jsonSchema, error: errorSchema.nullable() });
export type HookAnswer = z.infer<typeof hookAnswerSchema>;
