import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const transformShape: NodeShape = {
  type: 'transform',
  version: 1,
  kind: 'transform',
  face: {
    label: 'Transform',
    summary: 'Builds a value from expressions, at once and without a worker.',
    family: 'control',
    icon: 'braces',
    keywords: ['map', 'edit', 'fields', 'expression', 'template'],
    fields: {
      value: { label: 'Value', help: 'Any JSON; every text in it may hold expressions. It becomes the output of the step.', control: 'json', placeholder: '{ "total": "{{ input.price * input.amount }}" }' },
    },
    subtitle: (params) => brief(params.value),
  },
  defaults: { value: {} },
  branches: () => ['out'],
  outputSchema: () => null,
};
