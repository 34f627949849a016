import { checkSchemaDocument, type JsonObject } from '@/engine/index.ts';
import type { FieldType } from './field-type.ts';

/** A bound of a field that the builder shows. */
export type Limit = { keyword: 'minLength' | 'maxLength' | 'minimum' | 'maximum' | 'minItems' | 'maxItems'; reads: 'count' | 'number' } | { keyword: 'pattern'; reads: 'pattern' };
export type LimitKeyword = Limit['keyword'];
type LimitProblem = 'notCount' | 'notNumber' | 'badPattern' | 'crossed';

const LENGTHS: readonly Limit[] = [{ keyword: 'minLength', reads: 'count' }, { keyword: 'maxLength', reads: 'count' }, { keyword: 'pattern', reads: 'pattern' }];
const RANGE: readonly Limit[] = [{ keyword: 'minimum', reads: 'number' }, { keyword: 'maximum', reads: 'number' }];
const COUNTS: readonly Limit[] = [{ keyword: 'minItems', reads: 'count' }, { keyword: 'maxItems', reads: 'count' }];

export const LIMITS: Readonly<Record<FieldType, readonly Limit[]>> = {
  text: LENGTHS, longText: LENGTHS, email: LENGTHS, url: LENGTHS, number: RANGE, integer: RANGE, texts: COUNTS, choices: COUNTS,
  boolean: [], choice: [], date: [], dateTime: [], json: [], nested: [],
};

/** The pairs of which the first may not be above the second. */
const PAIRS: readonly (readonly [LimitKeyword, LimitKeyword])[] = [['minLength', 'maxLength'], ['minimum', 'maximum'], ['minItems', 'maxItems']];

/** What is written in the field of a limit; null when it cannot be one. Nothing written is no limit. */
export function readLimit({ reads }: Limit, text: string): { value: number | string | undefined } | null {
  if (reads === 'pattern') return text === '' ? { value: undefined } : isPattern(text) ? { value: text } : null;
  const trimmed = text.trim();
  if (trimmed === '') return { value: undefined };
  if (!(reads === 'count' ? /^\d{1,9}$/ : /^-?\d+(\.\d+)?$/).test(trimmed)) return null;
  return { value: Number(trimmed) };
}

/** What is wrong with a limit as it is written, beside the others of its field. */
export function limitProblem(limit: Limit, text: string, schema: JsonObject): LimitProblem | null {
  const read = readLimit(limit, text);
  if (read === null) return limit.reads === 'count' ? 'notCount' : limit.reads === 'number' ? 'notNumber' : 'badPattern';
  // Said once, of the upper one.
  const pair = PAIRS.find(([, high]) => high === limit.keyword);
  const least = pair && schema[pair[0]];
  return typeof least === 'number' && typeof read.value === 'number' && least > read.value ? 'crossed' : null;
}

function isPattern(text: string): boolean {
  return checkSchemaDocument({ pattern: text }).length === 0;
}
