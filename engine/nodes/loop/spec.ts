import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import type { JsonObject } from '../../definition/json.ts';
import { LIMITS } from '../../definition/schema.ts';
import { expression, paramsSchemaWith, templated } from '../params.ts';
import { brief } from '../subtitle.ts';

const MODES = ['count', 'while', 'until'] as const;

export const loopSpec: NodeSpec = {
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
  params: paramsSchemaWith(
    {
      count: templated(z.int().min(0).max(LIMITS.loopIterations)).optional(),
      while: expression('Say how long the loop goes on.').optional(),
      until: expression('Say when the loop ends.').optional(),
      maximum: templated(z.int().min(1).max(LIMITS.loopIterations)).optional(),
    },
    loopProblem,
  ),
  defaults: { count: 3, maximum: 100 },
  branches: () => ['out'],
  expressionParams: ['while', 'until'],
  outputSchema: () => null,
};

function loopProblem(params: JsonObject): string | null {
  const told = MODES.filter((mode) => params[mode] !== undefined);
  if (told.length !== 1) return 'A loop needs exactly one of "times", "while" and "until".';
  if (told[0] !== 'count' && params.maximum === undefined) return 'A loop with "while" or "until" needs a maximum.';
  return null;
}
