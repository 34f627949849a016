import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const conditionShape: NodeShape = {
  type: 'condition',
  version: 1,
  kind: 'condition',
  face: {
    label: 'Condition',
    summary: 'Goes one way when an expression holds, and the other when it does not.',
    family: 'control',
    icon: 'split',
    keywords: ['if', 'branch', 'else', 'decision', 'gateway'],
    fields: {
      if: { label: 'If', help: 'An expression that is true or false.', control: 'expression', placeholder: 'input.amount > 1000' },
    },
    subtitle: (params) => brief(params.if),
  },
  defaults: { if: 'true' },
  branches: () => ['true', 'false'],
  expressionParams: ['if'],
  outputSchema: () => ({ type: 'boolean' }),
  handsOn: () => null,
};
