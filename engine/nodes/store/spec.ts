import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { anyValue, paramsSchemaWith, requiredText, templated, text } from '../params.ts';
import { STORE_LIMITS } from './limits.ts';
import { storeShape } from './shape.ts';

export const STORE_OPERATIONS = ['get', 'put', 'list', 'delete'] as const;

/** The node type with what checks its parameters. */
export const storeSpec: NodeSpec = {
  ...storeShape,
  params: paramsSchemaWith(
    {
      operation: z.enum(STORE_OPERATIONS),
      collection: requiredText('A record stands in a collection.', 2_000),
      key: text(2_000).optional(),
      value: anyValue.optional(),
      ifVersion: templated(z.int().min(0)).optional(),
      prefix: text(2_000).optional(),
      limit: templated(z.int().min(1).max(STORE_LIMITS.pageItems)).optional(),
      after: text(2_000).optional(),
    },
    ({ operation, key, value }) => {
      if (operation !== 'list' && (key === undefined || key === '')) return 'Say which record: it needs a key.';
      return operation === 'put' && value === undefined ? 'Say what is put: it needs a value.' : null;
    },
  ),
};
