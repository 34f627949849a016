import { isJsonObject, type Json } from '../json.ts';
import { nearest } from './context.ts';

/** That a value which is one of some is held against something else: the name of a choice that has another one by now, say. */
export function neverOneOf(written: string, schema: Json | undefined, value: string): { message: string; fix?: string } | null {
  if (!isJsonObject(schema) || !Array.isArray(schema.enum) || schema.enum.includes(value)) return null;
  const names = schema.enum.filter((one): one is string => typeof one === 'string');
  if (names.length === 0) return null;
  const all = schema.enum.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  const near = nearest(value, names);
  const fix = near === undefined ? undefined : `Did you mean "${near}"?`;
  return { message: `${written} is never "${value}"; it is one of ${all.join(', ')}.`, ...(fix === undefined ? {} : { fix }) };
}
