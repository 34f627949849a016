import type { NodeSpec } from '../../definition/catalogue.ts';
import { paramsSchemaWith, templatedDuration, templatedInstant } from '../params.ts';
import { waitShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const waitSpec: NodeSpec = {
  ...waitShape,
  params: paramsSchemaWith({ for: templatedDuration.optional(), until: templatedInstant.optional() }, (params) =>
    (params.for === undefined) === (params.until === undefined) ? 'Say either for how long or until when to wait.' : null,
  ),
};
