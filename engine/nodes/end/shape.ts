import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const endShape: NodeShape = {
  type: 'end',
  version: 1,
  kind: 'end',
  face: {
    label: 'End',
    summary: 'Sets the output of the run, or of the iteration it stands in.',
    family: 'control',
    icon: 'flag',
    keywords: ['output', 'result', 'finish', 'return'],
    fields: {
      output: { label: 'Output', help: 'What the run answers with. When several ends are reached, their outputs are joined by node id.', control: 'json', placeholder: '{ "message": "{{ nodes.greet.output }}" }' },
    },
    subtitle: (params) => brief(params.output),
  },
  defaults: { output: null },
  branches: () => [],
  outputSchema: () => null,
};
