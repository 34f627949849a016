import type { NodeSpec } from '../../definition/catalogue.ts';
import { anyValue, paramsSchema } from '../params.ts';
import { transformShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const transformSpec: NodeSpec = {
  ...transformShape,
  params: paramsSchema({ value: anyValue }),
};
