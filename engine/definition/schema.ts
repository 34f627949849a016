import { z } from 'zod';
import { parseDuration } from './duration.ts';
import type { Json } from './json.ts';

/** The format this code writes. Older documents are upgraded on read by `upgrade.ts`. */
export const FORMAT_VERSION = 1;

/** Bounds of one definition; validation names the one that was passed. */
export const LIMITS = {
  nodes: 5_000,
  edges: 20_000,
  depth: 8,
  mapItems: 50_000,
  loopIterations: 1_000_000,
  assignees: 100,
  /** People and groups that a request goes to at once, by hand or by itself. */
  handedTo: 20,
  definitionBytes: 5 * 1024 * 1024,
  inputBytes: 8 * 1024 * 1024,
  payloadBytes: 8 * 1024 * 1024,
} as const;

/** Of one request: how many reminders at most, how many when it is not said, and how far apart at the least. */
export const REMINDERS = { most: 20, times: 3, leastEveryMs: 60_000 } as const;

export const jsonSchema: z.ZodType<Json> = z.json() as z.ZodType<Json>;

/** Node and edge ids: they stand in paths (`book/hotel`, `rounds[3]/critique`) and in expressions (`nodes.hotel`). */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'An id starts with a letter and holds letters, digits, _ and -, at most 64 of them.');

export const durationSchema = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'A duration looks like "500ms", "30s", "1h30m" or "2d".')
  .meta({ format: 'heddle-duration' });

/** A JSON Schema document (draft 2020-12) as people write it; checked where it is used. */
export const jsonSchemaDocumentSchema = z.record(z.string(), jsonSchema);
export type JsonSchemaDocument = z.infer<typeof jsonSchemaDocumentSchema>;

export const retrySchema = z.strictObject({
  maximumAttempts: z.int().min(1).max(1_000).optional(),
  initialInterval: durationSchema.optional(),
  backoffCoefficient: z.number().min(1).max(100).optional(),
  maximumInterval: durationSchema.optional(),
  jitter: z.number().min(0).max(1).optional(),
  nonRetryable: z.array(z.string().max(200)).max(100).optional(),
});
export type RetrySettings = z.infer<typeof retrySchema>;

export const timeoutsSchema = z.strictObject({
  startToClose: durationSchema.optional(),
  scheduleToStart: durationSchema.optional(),
  scheduleToClose: durationSchema.optional(),
  heartbeat: durationSchema.optional(),
});
export type TimeoutSettings = z.infer<typeof timeoutsSchema>;

export const joinSchema = z.union([z.literal('all'), z.literal('any'), z.strictObject({ atLeast: z.int().min(1).max(10_000) })]);
export type Join = z.infer<typeof joinSchema>;

export const onErrorSchema = z.enum(['fail', 'continue', 'branch']);
export type OnError = z.infer<typeof onErrorSchema>;

export const pointSchema = z.strictObject({ x: z.number(), y: z.number() });

/** What only the editor needs: it never changes a run that was not started as a test run. */
export const nodeUiSchema = z.strictObject({
  pinned: jsonSchema.optional(),
  color: z.string().max(32).optional(),
  collapsed: z.boolean().optional(),
  locked: z.boolean().optional(),
  size: z.strictObject({ width: z.number(), height: z.number() }).optional(),
  note: z.string().max(10_000).optional(),
});

export const queueNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'A task queue name holds lower-case letters, digits, dots, dashes and underscores.');

export const prioritySchema = z.int().min(-100).max(100);

export const nodeSchema = z.strictObject({
  id: idSchema,
  type: z.string().min(1).max(64),
  typeVersion: z.int().min(1).default(1),
  name: z.string().max(200).default(''),
  position: pointSchema.default({ x: 0, y: 0 }),
  parent: idSchema.optional(),
  params: z.record(z.string(), jsonSchema).default({}),
  join: joinSchema.optional(),
  rest: z.enum(['run', 'cancel']).optional(),
  retry: retrySchema.optional(),
  timeouts: timeoutsSchema.optional(),
  onError: onErrorSchema.optional(),
  cache: z.strictObject({ ttl: durationSchema }).optional(),
  taskQueue: queueNameSchema.optional(),
  priority: prioritySchema.optional(),
  always: z.boolean().optional(),
  disabled: z.boolean().optional(),
  ui: nodeUiSchema.optional(),
});
/** A node of a definition, as stored. */
export type NodeDefinition = z.infer<typeof nodeSchema>;

export const edgeSchema = z.strictObject({
  id: idSchema,
  source: idSchema,
  /** The named output port; `out` when nothing is said. Compensation edges have none. */
  branch: z.string().min(1).max(64).optional(),
  target: idSchema,
  kind: z.enum(['flow', 'compensate']).optional(),
});
export type EdgeDefinition = z.infer<typeof edgeSchema>;

export const noteSchema = z.strictObject({
  id: idSchema,
  text: z.string().max(20_000),
  position: pointSchema,
  size: z.strictObject({ width: z.number(), height: z.number() }).optional(),
  color: z.string().max(32).optional(),
  parent: idSchema.optional(),
});
export type NoteDefinition = z.infer<typeof noteSchema>;

export const settingsSchema = z.strictObject({
  timeout: durationSchema.optional(),
  /** When true the run's timeout also runs while only people are waited for. */
  timeoutCountsPeople: z.boolean().optional(),
  taskQueue: queueNameSchema.optional(),
  priority: prioritySchema.optional(),
  retry: retrySchema.optional(),
  searchAttributes: z.record(z.string().max(64), jsonSchema).optional(),
  onConflict: z.enum(['fail', 'return', 'cancel']).optional(),
});
export type WorkflowSettings = z.infer<typeof settingsSchema>;

export const updateDefinitionSchema = z.strictObject({
  schema: jsonSchemaDocumentSchema.optional(),
  set: z.record(z.string(), jsonSchema).optional(),
  result: jsonSchema.optional(),
});
export type UpdateDefinition = z.infer<typeof updateDefinitionSchema>;

/**
 * The one document that is saved, drawn and run. Parsing checks the shape only, so a draft may be unfinished;
 * `checkDefinition` adds what an executable definition must keep.
 */
export const definitionSchema = z.strictObject({
  heddle: z.literal(FORMAT_VERSION),
  name: z.string().min(1, 'A workflow needs a name.').max(200),
  description: z.string().max(20_000).optional(),
  input: jsonSchemaDocumentSchema.optional(),
  output: jsonSchemaDocumentSchema.optional(),
  queries: z.record(idSchema, z.string()).optional(),
  updates: z.record(idSchema, updateDefinitionSchema).optional(),
  settings: settingsSchema.optional(),
  nodes: z.array(nodeSchema).max(LIMITS.nodes, `A definition holds at most ${LIMITS.nodes} nodes.`).default([]),
  edges: z.array(edgeSchema).max(LIMITS.edges, `A definition holds at most ${LIMITS.edges} edges.`).default([]),
  notes: z.array(noteSchema).max(1_000).optional(),
  viewport: z.strictObject({ x: z.number(), y: z.number(), zoom: z.number() }).optional(),
});
export type Definition = z.infer<typeof definitionSchema>;
export type DefinitionInput = z.input<typeof definitionSchema>;

/** A finding of validation: every one names what it concerns, and says what to do where that is known. */
export const findingSchema = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
  /** JSON pointer into the definition, e.g. `/nodes/3/params/url`. */
  pointer: z.string(),
  node: z.string().optional(),
  edge: z.string().optional(),
  fix: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;
