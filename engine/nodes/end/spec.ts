import type { NodeSpec } from '../../definition/catalogue.ts';
import { anyValue, paramsSchema } from '../params.ts';
import { brief } from '../subtitle.ts';

export const endSpec: NodeSpec = {
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
  params: paramsSchema({ output: anyValue.optional() }),
  defaults: { output: null },
  branches: () => [],
  outputSchema: () => null,
};
