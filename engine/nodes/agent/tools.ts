import { z } from 'zod';
import { cutText } from '../cut-text.ts';
import { StepAbort, StepFailure, type Json, type JsonObject, type StepContext } from '../../ports/node-runner.ts';
import { runCode } from '../code/run.ts';
import type { HttpClient } from '../http/client.ts';
import { callHttp } from '../http/run.ts';
import { calculate } from './calculator.ts';
import type { ToolFace } from './model.ts';
import { type BUILT_IN_TOOLS, toolSchema } from './spec.ts';

export type Tool = ToolFace & {
  /** @throws Error whose sentence the model is told; StepAbort when the step has to stop */
  run: (input: Json, call: ToolCallContext) => Promise<Json>;
};
/** `idempotencyKey` is the call's own: equal when the step is tried again and comes to the same call. */
export type ToolCallContext = Pick<StepContext, 'signal' | 'heartbeat' | 'now' | 'seed' | 'idempotencyKey'>;

const MOST_OUTPUT = 64_000;
const ANY_OBJECT: JsonObject = { type: 'object', additionalProperties: true };

/** @throws StepFailure `ValidationError` when the definition of a tool cannot be read */
export function createTools(definitions: Json | undefined, client: () => HttpClient): Tool[] {
  const parsed = z.array(toolSchema).safeParse(definitions ?? []);
  if (!parsed.success) throw new StepFailure('ValidationError', `The tools cannot be read: ${z.prettifyError(parsed.error)}`, { retryable: false });
  return parsed.data.map((definition) => {
    if (typeof definition === 'string') return builtIn(definition, client);
    const face = { name: definition.name, description: definition.description, parameters: definition.parameters ?? ANY_OBJECT };
    if (definition.kind === 'code') return { ...face, run: (input, call) => code(definition.source, input, call) };
    return { ...face, run: (input, call) => request(client(), { method: definition.method ?? 'GET', url: definition.url, headers: definition.headers ?? {} }, asObject(input), call) };
  });
}

function builtIn(name: (typeof BUILT_IN_TOOLS)[number], client: () => HttpClient): Tool {
  switch (name) {
    case 'calculator':
      return {
        name,
        description: 'Works out an arithmetic expression, such as "(12 + 3) * 4".',
        parameters: { type: 'object', properties: { expression: { type: 'string' } }, required: ['expression'], additionalProperties: false },
        run: async (input) => calculate(String(asObject(input).expression ?? '')),
      };
    case 'http':
      return {
        name,
        description: 'Fetches a public web address and gives its status and body.',
        parameters: { type: 'object', properties: { url: { type: 'string' }, method: { type: 'string', enum: ['GET', 'POST'] }, body: {} }, required: ['url'], additionalProperties: false },
        run: (input, call) => callHttp(client(), asObject(input), call).then(withoutHeaders),
      };
    case 'code':
      return {
        name,
        description: 'Runs JavaScript: the body of a function of "input". There is no network and there are no files. What it returns is the result.',
        parameters: { type: 'object', properties: { source: { type: 'string' }, input: {} }, required: ['source'], additionalProperties: false },
        run: (input, call) => code(String(asObject(input).source ?? ''), asObject(input).input ?? null, call),
      };
  }
}

function code(source: string, input: Json, call: ToolCallContext): Promise<Json> {
  return runCode({ source, inputJson: JSON.stringify(input), now: call.now, seed: call.seed }, call.signal, () => undefined);
}

/** Arguments named in the address as `{name}` go there; the rest goes into the query of a GET, into the body of anything else. */
function request(client: HttpClient, base: { method: string; url: string; headers: JsonObject }, input: JsonObject, call: ToolCallContext): Promise<Json> {
  const rest: JsonObject = { ...input };
  const url = base.url.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = rest[name];
    if (value === undefined) return whole;
    delete rest[name];
    return encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value));
  });
  const params: JsonObject = base.method === 'GET' ? { ...base, url, query: rest } : { ...base, url, body: rest };
  return callHttp(client, params, call).then(withoutHeaders);
}

function withoutHeaders(output: Json): Json {
  const { status, body } = asObject(output);
  return { status: status ?? null, body: body ?? null };
}

function asObject(value: Json): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A tool's outcome as the model is told it, cut to what a conversation can carry. A failure is an answer too: the model may try something else. */
export async function useTool(tool: Tool | undefined, name: string, input: Json, call: ToolCallContext): Promise<{ output: Json; failed: boolean }> {
  if (tool === undefined) return { output: { error: `There is no tool called "${name}".` }, failed: true };
  try {
    const output = await tool.run(input, call);
    const text = JSON.stringify(output);
    return { output: text.length <= MOST_OUTPUT ? output : { truncated: true, text: cutText(text, MOST_OUTPUT) }, failed: false };
  } catch (error) {
    if (call.signal.aborted || error instanceof StepAbort) throw error;
    return { output: { error: error instanceof Error ? error.message : 'The tool failed.' }, failed: true };
  }
}
