import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const groupShape: NodeShape = {
  type: 'group',
  version: 1,
  kind: 'group',
  face: {
    label: 'Group',
    summary: 'Keeps steps together on the canvas and limits how many of them run at once.',
    family: 'containers',
    icon: 'group',
    keywords: ['box', 'section', 'limit', 'concurrency', 'parallel'],
    fields: {
      concurrency: { label: 'Steps at once', help: 'Empty sets no limit.', control: 'number' },
    },
    subtitle: (params) => (params.concurrency === undefined ? '' : `≤ ${brief(params.concurrency)}`),
  },
  // A literal: the limit belongs to the compiled plan, and is the same for every run of a version.
  defaults: {},
  branches: () => ['out'],
  outputSchema: () => null,
};
