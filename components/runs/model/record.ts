import { isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';

/** One line of an agent's transcript, read from what its runner recorded. */
export type AgentRecord =
  | { kind: 'model'; text: string; calls: string[]; model: string | null; tokens: { input: number | null; output: number | null } | null; finish: string | null }
  | { kind: 'tool'; tool: string; input: Json; output: Json; error: string | null }
  /** What the runner told the model between two calls, because its answer did not fit. */
  | { kind: 'repair'; text: string }
  | { kind: 'other'; value: JsonObject };

/** Reads a record of any age: what is not understood is shown as it is. */
export function readRecord(record: JsonObject): AgentRecord {
  const kind = text(record['kind']) ?? text(record['type']) ?? '';
  if (kind.startsWith('tool')) {
    return { kind: 'tool', tool: text(record['tool']) ?? text(record['name']) ?? text(record['toolName']) ?? '?', input: record['input'] ?? record['args'] ?? null, output: record['output'] ?? record['result'] ?? null, error: record['failed'] === true ? (errorText(record['output']) ?? '') : errorText(record['error']) };
  }
  if (kind === 'repair') return { kind: 'repair', text: text(record['text']) ?? '' };
  if (kind.startsWith('model') || typeof record['text'] === 'string') {
    const usage = isJsonObject(record['usage']) ? record['usage'] : null;
    const calls = Array.isArray(record['toolCalls']) ? record['toolCalls'] : Array.isArray(record['calls']) ? record['calls'] : [];
    return {
      kind: 'model',
      text: text(record['text']) ?? '',
      calls: calls.flatMap((call) => (isJsonObject(call) ? (text(call['tool']) ?? text(call['toolName']) ?? text(call['name']) ?? []) : [])),
      model: text(record['model']),
      tokens: usage === null ? null : { input: number(usage['inputTokens'] ?? usage['input']), output: number(usage['outputTokens'] ?? usage['output']) },
      finish: text(record['finishReason']) ?? text(record['finish']),
    };
  }
  return { kind: 'other', value: record };
}

/** The place of a record among those of its own kind, from 1: "model call 2". */
export function ordinal(records: readonly JsonObject[], index: number): number {
  const kind = records[index] === undefined ? 'model' : readRecord(records[index]).kind;
  let count = 0;
  for (let at = 0; at <= index; at++) if (records[at] === undefined || readRecord(records[at]!).kind === kind) count += 1;
  return count;
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
function number(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
function errorText(value: Json | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return isJsonObject(value) ? (text(value['message']) ?? JSON.stringify(value)) : null;
}
