import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../definition/json.ts';

/** What an attempt was given, as its outcome tells it: equal for all attempts of a step. */
export function inputHashOf(params: JsonObject): string {
  return createHash('sha256').update(canonicalJson(params)).digest('hex').slice(0, 32);
}
