import { isJsonObject, type Json } from '@/engine/index.ts';
import { bytesText } from '@/components/ui/bytes-text.ts';
import { largeValueOf } from '@/components/ui/large-value-of.ts';

/** A value to be held against another: a large one stands in it as a short text, by which it is known again. */
export function toldValue(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  const large = largeValueOf(value);
  if (large !== null) return `⟨${large.type}, ${bytesText(large.bytes)}, ${large.hash.slice(0, 8)}⟩`;
  if (Array.isArray(value)) return value.map(toldValue);
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toldValue(member)])) : value;
}
