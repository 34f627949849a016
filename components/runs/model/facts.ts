import { bytesText } from '@/components/ui/bytes-text.ts';
import { largeValueOf } from '@/components/ui/large-value-of.ts';
import { refsTold, type Json, type JsonObject, type StepState } from '@/engine/index.ts';

/** Members that say most about a value, in order. */
const TELLING = ['text', 'ref', 'reference', 'id', 'number', 'title', 'name', 'summary', 'result', 'value', 'outcome', 'decision', 'status', 'total', 'score', 'message'];

/** One line that tells what a value is: its most telling member, or the value as compact JSON. Empty for null. */
export function factOf(value: Json, maximum = 60): string {
  return clip(tell(value, 0), maximum);
}

function tell(value: Json, depth: number): string {
  if (value === null) return '';
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.length}]`;
  const large = largeValueOf(value);
  if (large !== null) return bytesText(large.bytes);
  const response = responseBody(value);
  if (response !== null && depth < 2) return tell(response, depth + 1);
  for (const key of TELLING) {
    const member = value[key];
    if (typeof member === 'string' || typeof member === 'number') return tell(member, depth);
  }
  return Object.keys(value).length === 0 ? '' : JSON.stringify(refsTold(value));
}

/** The body of an HTTP answer: what came back says more than that it came. */
function responseBody(value: JsonObject): Json {
  return typeof value['status'] === 'number' && 'body' in value && 'headers' in value && value['body'] !== '' ? value['body']! : null;
}

/** The last words of a text that is being written, from the start of a word on. */
export function lastWords(text: string, maximum = 38): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= maximum) return flat;
  const tail = flat.slice(-maximum);
  const space = tail.indexOf(' ');
  return `…${space > 0 && space < maximum / 2 ? tail.slice(space + 1) : tail}`;
}

export function clip(text: string, maximum: number): string {
  return text.length <= maximum ? text : `${text.slice(0, maximum - 1).trimEnd()}…`;
}

/** How long a step took from its first event to its outcome, ms; null while it is open. */
export function stepDuration(step: Pick<StepState, 'openedAt' | 'closedAt'>): number | null {
  return step.closedAt === null ? null : Math.max(0, step.closedAt - step.openedAt);
}
