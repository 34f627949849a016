import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const externalShape: NodeShape = {
  type: 'external',
  version: 1,
  kind: 'task',
  external: true,
  face: {
    label: 'External task',
    summary: 'Work for a program of yours in any language, which takes it and answers over HTTP.',
    family: 'work',
    icon: 'antenna',
    keywords: ['worker', 'poll', 'http', 'python', 'go', 'java', 'service task', 'remote'],
    fields: {
      queue: { label: 'Queue', help: 'The name your program polls. It is none of the task queues of Heddle’s own workers.', control: 'text', placeholder: 'invoices' },
      input: { label: 'Input', help: 'What your program is given.', control: 'json' },
    },
    subtitle: (params) => brief(params.queue),
  },
  defaults: { queue: 'external', input: {} },
  branches: () => ['out'],
  literalParams: ['queue'],
};
