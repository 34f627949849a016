import type { NodeSpec } from '../../definition/catalogue.ts';
import { queueNameSchema } from '../../definition/schema.ts';
import { anyValue, paramsSchema } from '../params.ts';
import { externalShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const externalSpec: NodeSpec = {
  ...externalShape,
  params: paramsSchema({ queue: queueNameSchema, input: anyValue.optional() }),
};
