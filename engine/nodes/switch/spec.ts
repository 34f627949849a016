import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import type { JsonObject } from '../../definition/json.ts';
import { idSchema } from '../../definition/schema.ts';
import { expression, paramsSchemaWith } from '../params.ts';
import { RESERVED, switchShape } from './shape.ts';

const caseSchema = z.strictObject({ id: idSchema, when: expression('Say when this case holds.'), label: z.string().max(200).optional() });

/** The node type with what checks its parameters. */
export const switchSpec: NodeSpec = {
  ...switchShape,
  params: paramsSchemaWith({ cases: z.array(caseSchema).max(100) }, caseProblem),
};

function caseProblem(params: JsonObject): string | null {
  const seen = new Set<string>();
  for (const item of params.cases as { id: string }[]) {
    if (RESERVED.has(item.id)) return `A case cannot be called "${item.id}": that branch is there already.`;
    if (seen.has(item.id)) return `Two cases are called "${item.id}".`;
    seen.add(item.id);
  }
  return null;
}
