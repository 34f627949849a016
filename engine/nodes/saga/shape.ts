import type { NodeShape } from '../../definition/catalogue.ts';

export const sagaShape: NodeShape = {
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
  defaults: {},
  branches: () => ['out', 'compensated'],
  outputSchema: () => null,
};
