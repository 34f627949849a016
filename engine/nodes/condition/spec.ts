import type { NodeSpec } from '../../definition/catalogue.ts';
import { expression, paramsSchema } from '../params.ts';
import { conditionShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const conditionSpec: NodeSpec = {
  ...conditionShape,
  params: paramsSchema({ if: expression('Say the expression that decides.') }),
};
