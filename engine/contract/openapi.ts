import { z } from 'zod';
import * as api from './api.ts';
import { forkPlanSchema, migrationPlanSchema } from './forks.ts';
import { definitionSchema, findingSchema } from '../definition/schema.ts';
import { triggerSchema } from './triggers.ts';
import type { Answer, Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';

type JsonObject = Record<string, unknown>;

/** Shapes with a name of their own in the document; everything else is written where it stands. */
const COMPONENTS: Readonly<Record<string, z.ZodType>> = {
  Problem: api.problemSchema,
  Definition: definitionSchema,
  Finding: findingSchema,
  WorkflowSummary: api.workflowSummarySchema,
  Workflow: api.workflowSchema,
  VersionSummary: api.versionSummarySchema,
  Version: api.versionSchema,
  RunSummary: api.runSummarySchema,
  Run: api.runSchema,
  BriefRun: api.briefRunSchema,
  Step: api.stepSchema,
  StepDetail: api.stepDetailSchema,
  ForkPlan: forkPlanSchema,
  MigrationPlan: migrationPlanSchema,
  Event: api.eventSchema,
  Approval: api.approvalSchema,
  Worker: api.workerSchema,
  TaskQueue: api.taskQueueSchema,
  DeadLetter: api.deadLetterSchema,
  ExternalTask: api.externalTaskSchema,
  StoredRecord: api.storedValueSchema,
  Template: api.templateSchema,
  Trigger: triggerSchema,
};

/** Problems that any call may answer with. */
const EVERYWHERE: readonly ProblemCode[] = ['foreign_host', 'foreign_origin', 'internal', 'unavailable'];
/** And any that takes a body, before it looks at what is in it. */
const WITH_BODY: readonly ProblemCode[] = ['malformed_json', 'body_too_large', 'unsupported_media_type'];

let document: JsonObject | null = null;

/** The OpenAPI 3.1 document of `/api/v1`. Built once: it depends on nothing but the code. */
export function openApiDocument(): JsonObject {
  document ??= build();
  return document;
}

function build(): JsonObject {
  const answers = new Schemas('output');
  const requests = new Schemas('input');
  const paths: Record<string, JsonObject> = {};
  for (const op of OPERATIONS) {
    const path = (paths[op.path.replaceAll('*}', '}')] ??= {});
    path[op.method.toLowerCase()] = describe(op, requests, answers);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Heddle', version: '1', description: 'Draw workflows on a canvas; a durable engine runs exactly what you drew, and can prove it. Instants are ISO 8601 in UTC, durations read “1h30m”. Unknown fields are refused.' },
    servers: [{ url: '/' }],
    tags: [...new Set(OPERATIONS.map((op) => op.tag))].map((name) => ({ name })),
    paths,
    components: { schemas: { ...answers.components(), ...requests.components(['Definition'], 'Input') } },
  };
}

function describe(op: Operation, requests: Schemas, answers: Schemas): JsonObject {
  const parameters = [...parametersOf(op.params, 'path', requests), ...parametersOf(op.query, 'query', requests)];
  for (const [name, header] of Object.entries(op.headers ?? {})) parameters.push({ name, in: 'header', required: header.required, description: header.description, schema: { type: 'string' } });
  return {
    operationId: op.id,
    tags: [op.tag],
    summary: op.summary,
    ...(op.description === undefined ? {} : { description: op.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(op.body === undefined ? {} : { requestBody: { required: op.bodyOptional !== true, content: { 'application/json': { schema: requests.of(op.body) } } } }),
    responses: { ...Object.fromEntries(Object.entries(op.answers).map(([status, answer]) => [status, answerOf(answer, answers)])), ...problemsOf(op, answers) },
  };
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query', schemas: Schemas): JsonObject[] {
  if (schema === undefined) return [];
  const object = schemas.of(schema) as { properties?: Record<string, JsonObject>; required?: string[] };
  const shape = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
  return Object.entries(object.properties ?? {}).map(([name, property]) => {
    const description = shape[name]?.description;
    return { name, in: where, required: where === 'path' || (object.required ?? []).includes(name), ...(description === undefined ? {} : { description }), schema: property };
  });
}

function answerOf(answer: Answer, schemas: Schemas): JsonObject {
  const headers = Object.entries(answer.headers ?? {}).map(([name, description]) => [name, { description, schema: { type: 'string' } }]);
  return {
    description: answer.description,
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(answer.schema !== undefined ? { content: { 'application/json': { schema: schemas.of(answer.schema) } } } : answer.contentType === undefined ? {} : { content: { [answer.contentType]: { schema: { type: 'string' } } } }),
  };
}

function problemsOf(op: Operation, schemas: Schemas): JsonObject {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...op.problems, ...(op.body === undefined ? [] : WITH_BODY), ...EVERYWHERE])) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const entries = [...byStatus].filter(([status]) => op.answers[status] === undefined).sort(([a], [b]) => a - b);
  return Object.fromEntries(
    entries.map(([status, codes]) => [status, { description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '), content: { 'application/problem+json': { schema: schemas.of(api.problemSchema) } } }]),
  );
}

/** Turns zod schemas into JSON Schema, one direction at a time: defaults are optional going in and there coming out. */
class Schemas {
  private readonly registry = z.registry<{ id: string }>();
  private readonly named: Record<string, JsonObject>;
  constructor(private readonly io: 'input' | 'output') {
    const suffix = io === 'input' ? 'Input' : '';
    for (const [id, schema] of Object.entries(COMPONENTS)) this.registry.add(schema, { id: id + suffix });
    this.named = z.toJSONSchema(this.registry, { io, target: 'draft-2020-12', unrepresentable: 'any', uri: (id) => `#/components/schemas/${id}` }).schemas as Record<string, JsonObject>;
  }

  of(schema: z.ZodType): JsonObject {
    const known = this.registry.get(schema);
    if (known !== undefined) return { $ref: `#/components/schemas/${known.id}` };
    // Nested shapes with a name refer to the component; the copies that zod writes beside them are dropped.
    const { $schema: _schema, $defs, ...json } = z.toJSONSchema(schema, { io: this.io, target: 'draft-2020-12', unrepresentable: 'any', metadata: this.registry }) as JsonObject;
    const defs = ($defs ?? {}) as Record<string, JsonObject>;
    return rewrite(json, defs, new Set(Object.keys(this.named))) as JsonObject;
  }

  components(only?: readonly string[], suffix = ''): Record<string, JsonObject> {
    const entries = Object.entries(this.named).filter(([id]) => only === undefined || only.some((name) => id === name + suffix));
    return Object.fromEntries(entries.map(([id, { $schema: _s, $id: _i, ...schema }]) => [id, rewrite(schema, (schema.$defs ?? {}) as Record<string, JsonObject>, new Set(Object.keys(this.named))) as JsonObject]));
  }
}

/** Free JSON has no shape to tell; zod writes it as a recursive definition of its own, which says no more than `true`. */
function rewrite(value: unknown, defs: Record<string, JsonObject>, components: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, defs, components));
  if (typeof value !== 'object' || value === null) return value;
  const ref = '$ref' in value && typeof value.$ref === 'string' ? value.$ref : null;
  if (ref !== null) {
    const name = ref.slice(ref.lastIndexOf('/') + 1);
    if (components.has(name)) return { $ref: `#/components/schemas/${name}` };
    return { description: 'Any JSON value.' };
  }
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$defs').map(([key, member]) => [key, rewrite(member, defs, components)]));
}
