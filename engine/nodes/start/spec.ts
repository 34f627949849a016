import type { NodeSpec } from '../../definition/catalogue.ts';
import { paramsSchema } from '../params.ts';

export const startSpec: NodeSpec = {
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
  params: paramsSchema({}),
  defaults: {},
  branches: () => ['out'],
  // What a start passes on is the run's input, whose schema the definition tells; the type alone cannot say it.
  outputSchema: () => null,
};
