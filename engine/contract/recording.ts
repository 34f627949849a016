import { z } from 'zod';
import type { RunEvent } from '../core/events.ts';
import { replay, type ReplayReport } from '../core/replay.ts';
import type { Catalogue } from '../definition/catalogue.ts';
import { compileDefinition } from '../definition/compile.ts';
import type { Json } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { documentSchema } from '../definition/read.ts';
import { type Definition, jsonSchema } from '../definition/schema.ts';
import { eventSchema } from './api.ts';
import { fromApiEvent, toApiEvent } from './event-codec.ts';

/**
 * A run in a file: its definition and its whole history, as the API tells them. It replays without a server, and by
 * every later version of the core.
 */
export const recordingSchema = z.strictObject({
  format: z.literal('heddle-recording'),
  version: z.literal(1),
  runId: z.string().min(1),
  /** The one that the history begins under. */
  definition: jsonSchema,
  /** By id, those that it goes on under after it was moved to another version. */
  later: z.record(z.string(), jsonSchema).optional(),
  events: z.array(eventSchema).min(1),
  /** Large values that the events refer to, by hash; without it they hold everything themselves. */
  values: z.record(z.string(), jsonSchema).optional(),
});
export type Recording = z.infer<typeof recordingSchema>;

export function recordingOf(runId: string, definition: Definition, events: readonly RunEvent[], later: Readonly<Record<string, Definition>> = {}, values: Readonly<Record<string, Json>> = {}): Recording {
  return { format: 'heddle-recording', version: 1, runId, definition: definition as Recording['definition'], ...(Object.keys(later).length === 0 ? {} : { later: later as Recording['later'] }), events: events.map((event) => toApiEvent(event)), ...(Object.keys(values).length === 0 ? {} : { values }) };
}

/** Folds a recording through this version of the core. @throws ZodError, DefinitionError when its definition cannot be compiled here, NeedsValues when it lacks a large value */
export function replayRecording({ runId, definition, later = {}, events, values = {} }: Recording, catalogue: Catalogue): ReplayReport {
  const compile = (document: unknown): Plan => compileDefinition(documentSchema.parse(document), catalogue);
  return replay(compile(definition), runId, events.map(fromApiEvent), new Map(Object.entries(later).map(([id, document]) => [id, compile(document)])), { look: (ref) => values[ref.hash] });
}
