import type { NodeSpec } from '../../definition/catalogue.ts';
import { anyValue, paramsSchema } from '../params.ts';
import { endShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const endSpec: NodeSpec = {
  ...endShape,
  params: paramsSchema({ output: anyValue.optional() }),
};
