import type { NodeSpec } from '../../definition/catalogue.ts';
import { paramsSchema } from '../params.ts';

export const sagaSpec: NodeSpec = {
  type: 'saga',
  version: 1,
  kind: 'saga',
  face: {
    label: 'Saga',
    summary: 'When a step inside fails for good, what was done before is undone in reverse order.',
    family: 'containers',
    icon: 'undo-2',
    keywords: ['compensation', 'rollback', 'transaction', 'undo', 'booking'],
    fields: {},
    subtitle: () => '',
  },
  params: paramsSchema({}),
  defaults: {},
  branches: () => ['out', 'compensated'],
  outputSchema: () => null,
};
