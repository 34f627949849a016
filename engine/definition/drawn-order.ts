import type { Json, JsonObject } from './json.ts';

/**
 * The same value with its members in the order of `drawn`. What went through a history has its keys sorted, while a form
 * is to be filled in as it was written. Members that `drawn` does not have come after the others, as they stood.
 */
export function inDrawnOrder(value: Json, drawn: Json | undefined): Json {
  if (Array.isArray(value)) return Array.isArray(drawn) ? value.map((item, index) => inDrawnOrder(item, drawn[index])) : value;
  if (!isObject(value) || !isObject(drawn)) return value;
  const kept = Object.keys(drawn).filter((key) => Object.hasOwn(value, key));
  const names = new Set([...kept, ...Object.keys(value)]);
  return Object.fromEntries([...names].map((key) => [key, inDrawnOrder(value[key]!, Object.hasOwn(drawn, key) ? drawn[key] : undefined)]));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
