import { z } from 'zod';
import type { NodeSpec, ParamFault } from '../../definition/catalogue.ts';
import type { JsonObject } from '../../definition/json.ts';
import { jsonSchema, LIMITS } from '../../definition/schema.ts';
import { paramsSchema, templated } from '../params.ts';
import { mapShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const mapSpec: NodeSpec = {
  ...mapShape,
  params: paramsSchema({
    items: templated(z.array(jsonSchema).max(LIMITS.mapItems)),
    concurrency: templated(z.int().min(1).max(10_000)).optional(),
    failure: z.enum(['fast', 'collect']).optional(),
  }),
  check: itemsFaults,
};

const EMPTY_LIST = /^\s*\{\{\s*\[\s*\]\s*\}\}\s*$/;

function itemsFaults({ items }: JsonObject): ParamFault[] {
  const isEmpty = Array.isArray(items) ? items.length === 0 : typeof items === 'string' && EMPTY_LIST.test(items);
  return isEmpty ? [{ severity: 'warning', code: 'map_without_items', param: 'items', message: 'The list is empty, so nothing inside would ever run.', fix: 'Say which list it walks, such as {{ input.orders }}.' }] : [];
}
