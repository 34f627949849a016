import type { NodeSpec } from '../../definition/catalogue.ts';
import { expression, paramsSchema } from '../params.ts';
import { brief } from '../subtitle.ts';

export const conditionSpec: NodeSpec = {
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
  params: paramsSchema({ if: expression('Say the expression that decides.') }),
  defaults: { if: 'true' },
  branches: () => ['true', 'false'],
  expressionParams: ['if'],
  outputSchema: () => ({ type: 'boolean' }),
};
