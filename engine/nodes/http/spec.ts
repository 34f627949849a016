import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { anyValue, paramsSchema, record, requiredText, templated } from '../params.ts';
import { HTTP_METHODS, httpShape } from './shape.ts';

/** `200`, or a whole class such as `2xx`. */
const expectedStatus = z.union([z.int().min(100).max(599), z.string().regex(/^[1-5]xx$/, 'A status is a number, or a class such as "2xx".')]);

/** The node type with what checks its parameters. */
export const httpSpec: NodeSpec = {
  ...httpShape,
  params: paramsSchema({
    method: templated(z.enum(HTTP_METHODS)).optional(),
    url: requiredText('A request needs an address.', 8_000),
    headers: templated(record).optional(),
    query: templated(record).optional(),
    body: anyValue.optional(),
    response: z.enum(['auto', 'json', 'text']).optional(),
    expect: z.array(expectedStatus).max(50).optional(),
    idempotent: z.boolean().optional(),
  }),
};
