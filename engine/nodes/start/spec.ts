import type { NodeSpec } from '../../definition/catalogue.ts';
import { paramsSchema } from '../params.ts';
import { startShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const startSpec: NodeSpec = {
  ...startShape,
  params: paramsSchema({}),
};
