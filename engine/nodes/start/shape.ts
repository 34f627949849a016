import type { NodeShape } from '../../definition/catalogue.ts';

export const startShape: NodeShape = {
  type: 'start',
  version: 1,
  kind: 'start',
  face: {
    label: 'Start',
    summary: 'Where a run enters the workflow: by hand or by the API.',
    family: 'control',
    icon: 'play',
    keywords: ['trigger', 'begin', 'entry', 'manual', 'api'],
    fields: {},
    subtitle: () => '',
  },
  defaults: {},
  branches: () => ['out'],
  // What a start passes on is the run's input, whose schema the definition tells; the type alone cannot say it.
  outputSchema: () => null,
};
