import type { NodeSpec } from '../../definition/catalogue.ts';
import { paramsSchema } from '../params.ts';
import { sagaShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const sagaSpec: NodeSpec = {
  ...sagaShape,
  params: paramsSchema({}),
};
