import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const loopShape: NodeShape = {
  type: 'loop',
  version: 1,
  kind: 'loop',
  face: {
    label: 'Loop',
    summary: 'Runs its inside again and again, so many times or as long as it takes, with a hard maximum.',
    family: 'containers',
    icon: 'repeat',
    keywords: ['repeat', 'while', 'until', 'iterate', 'rounds', 'retry'],
    fields: {
      count: { label: 'Times', help: 'Run exactly so many iterations.', control: 'number' },
      while: { label: 'While', help: 'Asked before each iteration; it goes on as long as this holds.', control: 'expression', placeholder: 'iteration == 0 || previous.more' },
      until: { label: 'Until', help: 'Asked after each iteration; it stops as soon as this holds.', control: 'expression', placeholder: 'previous.score >= 0.9' },
      maximum: { label: 'Never more than', help: 'The loop fails when it has not ended after so many iterations.', control: 'number' },
    },
    subtitle: (params) => (params.count !== undefined ? `× ${brief(params.count)}` : brief(params.while ?? params.until)),
  },
  defaults: { count: 3, maximum: 100 },
  branches: () => ['out'],
  expressionParams: ['while', 'until'],
  outputSchema: () => null,
};
