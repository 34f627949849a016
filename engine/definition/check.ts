import type { Catalogue } from './catalogue.ts';
import { definitionSchema, type Definition, type Finding } from './schema.ts';

export function checkDefinition(definition: unknown, _catalogue: Catalogue): { definition: Definition | null; findings: Finding[] } {
  const parsed = definitionSchema.safeParse(definition);
  return { definition: parsed.success ? parsed.data : null, findings: parsed.success ? [] : [{ severity: 'error', code: 'schema', message: parsed.error.message, pointer: '' }] };
}
