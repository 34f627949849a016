import type { NodeSpec } from '../../definition/catalogue.ts';
import { paramsSchema, record } from '../params.ts';
import { setShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const setSpec: NodeSpec = {
  ...setShape,
  params: paramsSchema({ vars: record.default({}), searchAttributes: record.optional(), memo: record.optional() }),
};
