import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { anyValue, paramsSchema } from '../params.ts';
import { codeShape } from './shape.ts';

const LONGEST_SOURCE = 200_000;

/** The node type with what checks its parameters. */
export const codeSpec: NodeSpec = {
  ...codeShape,
  params: paramsSchema({ source: z.string().min(1, 'Write the code to run.').max(LONGEST_SOURCE), input: anyValue.optional() }),
};
