import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { anyValue, paramsSchema, requiredText, templated, text } from '../params.ts';
import { childShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const childSpec: NodeSpec = {
  ...childShape,
  params: paramsSchema({
    workflow: requiredText('Choose the workflow to run.', 200),
    version: templated(z.union([z.int().min(1), z.literal('latest')])).optional(),
    input: anyValue.optional(),
    wait: z.boolean().optional(),
    parentClose: z.enum(['terminate', 'cancel', 'abandon']).optional(),
    key: text(200).optional(),
  }),
};
