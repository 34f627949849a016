import type { Json } from '../definition/json.ts';

/**
 * What a run's search attributes may hold for `name:value` to find it, as documents that they must contain. A value in
 * quotes is that text. Any other is the text as it stands, and the number, `true`, `false` or `null` that it reads as;
 * of a list it is one of the elements.
 */
export function attributeDocuments({ name, value }: { name: string; value: string }): Json[] {
  const read = readJson(value);
  const quoted = value.startsWith('"') && typeof read === 'string';
  const values: Json[] = quoted ? [read] : read === undefined || typeof read === 'object' || typeof read === 'string' ? (value === 'null' ? [value, null] : [value]) : [value, read];
  return values.flatMap((each) => [{ [name]: each }, { [name]: [each] }]);
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
