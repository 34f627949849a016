import { Validator } from '@cfworker/json-schema';
import type { Json, JsonObject } from '../../ports/node-runner.ts';

/** What a model that must answer in JSON is told. */
export function jsonInstruction(schema: JsonObject): string {
  return `Answer with one JSON value and nothing else: no introduction, no code fence. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
}

export type Structured = { value: Json; problems: [] } | { value: null; problems: string[] };

/** Finds the JSON in an answer and checks it. */
export function readStructured(text: string, schema: JsonObject): Structured {
  const value = findJson(text);
  if (value === undefined) return { value: null, problems: ['The answer holds no JSON.'] };
  const { valid, errors } = new Validator(schema, '2020-12', false).validate(value);
  if (valid) return { value, problems: [] };
  return { value: null, problems: errors.slice(-5).map((error) => `${error.instanceLocation}: ${error.error}`) };
}

function findJson(text: string): Json | undefined {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)```/i.exec(text)?.[1];
  const first = text.search(/[[{]/);
  const last = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  for (const candidate of [text, fenced, first >= 0 && last > first ? text.slice(first, last + 1) : undefined]) {
    if (candidate === undefined) continue;
    try {
      return JSON.parse(candidate) as Json;
    } catch {
      // The next way of reading it may do.
    }
  }
  return undefined;
}
