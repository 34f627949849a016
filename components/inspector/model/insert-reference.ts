import { isJsonObject, type Json } from '@/engine/index.ts';
import type { Language } from '../code/marks.ts';
import { expressionAt } from './expression-at.ts';
import type { FieldModel } from './fields.ts';

/** Names what is dragged: a path that an expression can read. */
export const REFERENCE_MIME = 'application/x-heddle-reference';

/** `['nodes', 'fetch', 'output', 'items', 0]` */
export type Path = readonly (string | number)[];

const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** The path as an expression. @param quote what quotes a key that is no name: within JSON the double quote would end the text */
export function referenceText([root, ...path]: Path, quote: '"' | "'" = '"'): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return IDENTIFIER.test(key) ? `${text}.${key}` : `${text}[${quote}${key.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}]`;
  }, String(root));
}

export function readPath(text: string): Path | null {
  try {
    const path: unknown = JSON.parse(text);
    return Array.isArray(path) && path.length > 0 && path.every((key) => typeof key === 'string' || typeof key === 'number') ? path : null;
  } catch {
    return null;
  }
}

export type Insertion = { from: number; to: number; insert: string };

/** What is written into a text where a reference is dropped, and what gives way to it; null where none can stand. */
export function insertionAt(text: string, at: number, language: Language, path: Path): Insertion | null {
  // A required value that nobody has said yet is null.
  if (language === 'json' && /^\s*(null)?\s*$/.test(text)) return { from: 0, to: text.length, insert: `{{ ${referenceText(path, "'")} }}` };
  const insert = insertText(text, at, language, path);
  return insert === null ? null : { from: at, to: at, insert };
}

function insertText(text: string, at: number, language: Language, path: Path): string | null {
  const bare = referenceText(path, language === 'json' ? "'" : '"');
  switch (language) {
    case 'template':
      return expressionAt(text, at) === null ? `{{ ${bare} }}` : bare;
    case 'expression':
      return text.includes('{{') && expressionAt(text, at) === null ? `{{ ${bare} }}` : bare;
    case 'json':
      if (expressionAt(text, at) !== null) return bare;
      return insideText(text, at) ? `{{ ${bare} }}` : `"{{ ${bare} }}"`;
    case 'json-literal':
    case 'javascript':
    case 'plain':
      return null;
  }
}

function insideText(text: string, at: number): boolean {
  let inside = false;
  for (let index = 0; index < at; index++) {
    if (text[index] === '\\' && inside) index++;
    else if (text[index] === '"') inside = !inside;
  }
  return inside;
}

const CHOICES: ReadonlySet<FieldModel['control']> = new Set(['select', 'switch', 'schema', 'tools', 'workflow', 'code', 'cases']);

/** Whether a parameter can read data: it takes expressions, and is not one of a few choices. */
export function takesReferences(field: FieldModel): boolean {
  return (field.mode === 'template' || field.mode === 'expression') && !CHOICES.has(field.control);
}

/** A parameter with a reference put into it, for who does not say where: behind what is written, as one more member or item. */
export function withReference(value: Json | undefined, field: Pick<FieldModel, 'mode' | 'control'>, path: Path): Json {
  const bare = referenceText(path);
  const whole = `{{ ${bare} }}`;
  if (value === undefined || value === null || value === '') return field.mode === 'expression' ? bare : whole;
  if (field.mode === 'expression') return typeof value === 'string' ? `${value.trimEnd()} ${bare}` : bare;
  // A number or a span of time is one value: what stood there gives way.
  if (field.control === 'number' || field.control === 'duration') return whole;
  if (typeof value === 'string') return `${value}${/\s$/.test(value) ? '' : ' '}${whole}`;
  if (Array.isArray(value)) return [...value, whole];
  return isJsonObject(value) ? { ...value, [freeKey(value, path)]: whole } : whole;
}

function freeKey(value: Record<string, Json>, path: Path): string {
  const last = path.findLast((key): key is string => typeof key === 'string' && key !== 'output') ?? 'value';
  if (!Object.hasOwn(value, last)) return last;
  for (let at = 2; ; at++) if (!Object.hasOwn(value, `${last}${at}`)) return `${last}${at}`;
}
