import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { durationSchema } from '../../definition/schema.ts';
import { OVERLAPS, TRIGGER_KINDS } from '../../definition/triggers.ts';
import { anyValue, paramsSchema } from '../params.ts';
import { checkStart } from './check.ts';
import { startShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const startSpec: NodeSpec = {
  ...startShape,
  params: paramsSchema({
    on: z.enum(TRIGGER_KINDS).optional(),
    // Whether it can be read is said by `check`, with the fault in it.
    cron: z.string().max(200).optional(),
    every: durationSchema.optional(),
    timezone: z.string().max(100).optional(),
    input: anyValue.optional(),
    overlap: z.enum(OVERLAPS).optional(),
    catchUp: durationSchema.optional(),
  }),
  check: checkStart,
};
