import { compileExpression, isJsonObject, type Json } from '@/engine/index.ts';

/**
 * A value as one writes it in a field, and back. In a JSON field a text that begins with `{{` stands without quotes:
 * nothing that is JSON begins so. In a cell of a table every text does, unless it would read as something else.
 */

export type Read = { ok: true; value: Json } | { ok: false; reason: string };

export function jsonText(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' && value.trimStart().startsWith('{{') ? value : JSON.stringify(value, null, 2);
}

/** @returns the value; `undefined` in `value` is impossible, an empty text is `null` for the caller to take as "not said" */
export function readJson(text: string): Read {
  const trimmed = text.trim();
  if (trimmed.startsWith('{{')) return { ok: true, value: trimmed };
  if (trimmed === '') return { ok: true, value: null };
  try {
    return { ok: true, value: JSON.parse(trimmed) as Json };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** An expression that was written without its braces where JSON stands, such as `nodes.list.output`; null when the text is none, or is JSON. */
export function bareExpression(text: string): string | null {
  const trimmed = text.trim();
  if (!/^[A-Za-z_]\w*\s*[.([]/.test(trimmed) || readJson(trimmed).ok) return null;
  try {
    compileExpression(trimmed);
    return trimmed;
  } catch {
    return null;
  }
}

export function cellText(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return typeof readCell(value) === 'string' && !value.startsWith('"') ? value : JSON.stringify(value);
}

/** `5`, `true` and `{"a": 1}` are what they say; everything else is text, and `"5"` is the text 5. */
export function readCell(text: string): Json {
  if (text.trim() === '' || text.startsWith('{{')) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameJson(item, b[at]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}
