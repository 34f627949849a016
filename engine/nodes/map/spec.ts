import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
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
};
