import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const waitShape: NodeShape = {
  type: 'wait',
  version: 1,
  kind: 'wait',
  face: {
    label: 'Wait',
    summary: 'A durable timer: for a while, or until an instant. It costs nothing while it waits.',
    family: 'control',
    icon: 'clock',
    keywords: ['timer', 'sleep', 'delay', 'pause', 'schedule'],
    fields: {
      for: { label: 'For', help: 'How long, such as 30s, 1h30m or 2d.', control: 'duration', placeholder: '1h30m' },
      until: { label: 'Until', help: 'An instant in ISO 8601, instead of a duration.', control: 'expression', placeholder: '2030-01-31T09:00:00Z' },
    },
    subtitle: (params) => brief(params.for ?? params.until),
  },
  defaults: { for: '1m' },
  branches: () => ['out'],
  outputSchema: () => null,
  handsOn: () => null,
};
