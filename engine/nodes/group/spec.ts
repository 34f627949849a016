import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { paramsSchema } from '../params.ts';
import { groupShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const groupSpec: NodeSpec = {
  ...groupShape,
  params: paramsSchema({ concurrency: z.int().min(1).max(10_000).optional() }),
};
