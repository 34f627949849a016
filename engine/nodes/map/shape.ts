import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const mapShape: NodeShape = {
  type: 'map',
  version: 1,
  kind: 'map',
  face: {
    label: 'Map',
    summary: 'Runs its inside once for each item of a list, several at a time.',
    family: 'containers',
    icon: 'layers',
    keywords: ['for each', 'parallel', 'fan-out', 'batch', 'list', 'iterate'],
    fields: {
      items: { label: 'Items', help: 'A list. Inside, item is the current one and index its place, from 0.', control: 'expression', placeholder: '{{ input.orders }}' },
      concurrency: { label: 'At the same time', help: 'How many items are worked on at once.', control: 'number' },
      failure: {
        label: 'When an item fails',
        control: 'select',
        options: [
          { value: 'fast', label: 'Stop the others and fail' },
          { value: 'collect', label: 'Go on and collect the errors' },
        ],
      },
    },
    subtitle: (params) => (Array.isArray(params.items) && params.items.length === 0 ? '' : brief(params.items)),
  },
  defaults: { items: [], concurrency: 10, failure: 'fast' },
  branches: () => ['out'],
  // A map that collects has null where an item failed; what went wrong stands in the step's error.
  outputSchema: () => ({ type: 'array' }),
};
