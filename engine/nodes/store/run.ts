import { z } from 'zod';
import { StepFailure, type Json, type JsonObject, type NodeRunner, type StepContext } from '../../ports/node-runner.ts';
import { VersionConflict, type StoredValue } from '../../ports/values.ts';
import { COLLECTION, KEY, STORE_LIMITS } from './limits.ts';
import { STORE_OPERATIONS } from './spec.ts';

const key = z.string().min(1, 'it is empty').max(STORE_LIMITS.key, `it is longer than ${STORE_LIMITS.key} characters`).regex(KEY, 'it holds a control character');

/** Parameters after their expressions were resolved. A number is a fine key; so is what an identifier came as. */
const resolvedSchema = z.object({
  operation: z.enum(STORE_OPERATIONS),
  collection: z.string().min(1, 'it is empty').max(STORE_LIMITS.collection, `it is longer than ${STORE_LIMITS.collection} characters`).regex(COLLECTION, 'it holds letters, digits, ".", "_" and "-", and begins with a letter or digit'),
  key: z.preprocess((value) => (typeof value === 'number' ? String(value) : value), key).optional(),
  value: z.json().optional(),
  ifVersion: z.int().min(0).nullish(),
  prefix: z.string().max(STORE_LIMITS.key).nullish(),
  limit: z.int().min(1).max(STORE_LIMITS.pageItems).nullish(),
  after: z.string().max(STORE_LIMITS.key).nullish(),
});

type Resolved = z.infer<typeof resolvedSchema>;

/**
 * One operation on the store as a step.
 * @throws StepFailure `ValidationError` naming the parameter that cannot be used, `ValueTooLarge`, `VersionConflict`
 *   (with `version` in its details: what the record has)
 */
export async function runStore(params: JsonObject, { values }: Pick<StepContext, 'values'>): Promise<Json> {
  const parsed = resolvedSchema.safeParse(params);
  if (!parsed.success) throw invalid(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'parameters'}: ${issue.message}`).join('; '));
  const { operation, collection, ...rest } = parsed.data;
  switch (operation) {
    case 'get': {
      const of = keyOf(rest);
      const found = await values.get(collection, of);
      return found === null ? { found: false, key: of, value: null, version: 0, updatedAt: null } : { found: true, ...toJson(found) };
    }
    case 'put':
      return await put(values, collection, keyOf(rest), rest);
    case 'list': {
      const page = await values.list(collection, { prefix: rest.prefix ?? '', after: rest.after ?? null, limit: rest.limit ?? STORE_LIMITS.usualPage });
      return { items: page.items.map(toJson), nextAfter: page.nextAfter };
    }
    case 'delete': {
      const of = keyOf(rest);
      return { key: of, ...(await values.delete(collection, of)) };
    }
  }
}

async function put(values: StepContext['values'], collection: string, of: string, { value, ifVersion }: Pick<Resolved, 'value' | 'ifVersion'>): Promise<Json> {
  const kept = (value ?? null) as Json; // what zod's json schema passed is JSON
  const bytes = Buffer.byteLength(JSON.stringify(kept));
  if (bytes > STORE_LIMITS.valueBytes) {
    throw new StepFailure('ValueTooLarge', `The value of "${of}" has ${bytes} bytes; the store takes ${STORE_LIMITS.valueBytes}. Keep it elsewhere, and its address here.`, { retryable: false, details: { bytes } });
  }
  try {
    const { version } = await values.put(collection, of, kept, ifVersion ?? null);
    return { key: of, version, created: version === 1 };
  } catch (error) {
    if (!(error instanceof VersionConflict)) throw error;
    const is = error.version === 0 ? 'it is not there' : `it has version ${error.version}`;
    throw new StepFailure('VersionConflict', `"${of}" was to be put only if ${ifVersion === 0 ? 'it is not there' : `it has version ${ifVersion}`}, but ${is}.`, { retryable: false, details: { version: error.version } });
  }
}

function keyOf({ key: of }: Pick<Resolved, 'key'>): string {
  if (of === undefined) throw invalid('key: say which record.');
  return of;
}

function toJson({ updatedAt, ...rest }: StoredValue): JsonObject {
  return { ...rest, updatedAt: new Date(updatedAt).toISOString() };
}

function invalid(message: string): StepFailure {
  return new StepFailure('ValidationError', message, { retryable: false });
}

export const storeRunner: NodeRunner = { type: 'store', run: runStore };
