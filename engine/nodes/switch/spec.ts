import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import type { JsonObject } from '../../definition/json.ts';
import { idSchema } from '../../definition/schema.ts';
import { expression, paramsSchemaWith } from '../params.ts';

const RESERVED = new Set(['default', 'error']);

const caseSchema = z.strictObject({ id: idSchema, when: expression('Say when this case holds.'), label: z.string().max(200).optional() });

export const switchSpec: NodeSpec = {
  type: 'switch',
  version: 1,
  kind: 'switch',
  face: {
    label: 'Switch',
    summary: 'Takes the first case that holds, or the default.',
    family: 'control',
    icon: 'signpost',
    keywords: ['case', 'branch', 'route', 'choose', 'gateway'],
    fields: {
      cases: { label: 'Cases', help: 'Read from the top; the first one that holds is taken. The name of a case is the name of its branch.', control: 'cases' },
    },
    subtitle: (params) => caseIds(params).join(' · '),
  },
  params: paramsSchemaWith({ cases: z.array(caseSchema).max(100) }, caseProblem),
  defaults: { cases: [{ id: 'first', when: 'true' }] },
  branches: (params) => [...caseIds(params), 'default'],
  outputSchema: () => ({ type: 'string', description: 'The case that was taken.' }),
};

function caseIds(params: JsonObject): string[] {
  if (!Array.isArray(params.cases)) return [];
  const ids = params.cases.map((item) => (typeof item === 'object' && item !== null && !Array.isArray(item) && typeof item.id === 'string' ? item.id : ''));
  return [...new Set(ids.filter((id) => id !== '' && !RESERVED.has(id)))];
}

function caseProblem(params: JsonObject): string | null {
  const seen = new Set<string>();
  for (const item of params.cases as { id: string }[]) {
    if (RESERVED.has(item.id)) return `A case cannot be called "${item.id}": that branch is there already.`;
    if (seen.has(item.id)) return `Two cases are called "${item.id}".`;
    seen.add(item.id);
  }
  return null;
}
