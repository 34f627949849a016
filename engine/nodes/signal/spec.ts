import type { NodeSpec } from '../../definition/catalogue.ts';
import { jsonSchemaDocumentSchema } from '../../definition/schema.ts';
import { paramsSchema, requiredText, templatedDuration } from '../params.ts';
import { signalShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const signalSpec: NodeSpec = {
  ...signalShape,
  params: paramsSchema({ name: requiredText('A signal needs a name.', 200), schema: jsonSchemaDocumentSchema.optional(), timeout: templatedDuration.optional() }),
};
