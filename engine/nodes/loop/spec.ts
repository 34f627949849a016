import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import type { JsonObject } from '../../definition/json.ts';
import { LIMITS } from '../../definition/schema.ts';
import { expression, paramsSchemaWith, templated } from '../params.ts';
import { loopShape } from './shape.ts';

const MODES = ['count', 'while', 'until'] as const;

/** The node type with what checks its parameters. */
export const loopSpec: NodeSpec = {
  ...loopShape,
  params: paramsSchemaWith(
    {
      count: templated(z.int().min(0).max(LIMITS.loopIterations)).optional(),
      while: expression('Say how long the loop goes on.').optional(),
      until: expression('Say when the loop ends.').optional(),
      maximum: templated(z.int().min(1).max(LIMITS.loopIterations)).optional(),
    },
    loopProblem,
  ),
};

function loopProblem(params: JsonObject): string | null {
  const told = MODES.filter((mode) => params[mode] !== undefined);
  if (told.length !== 1) return 'A loop needs exactly one of "times", "while" and "until".';
  if (told[0] !== 'count' && params.maximum === undefined) return 'A loop with "while" or "until" needs a maximum.';
  return null;
}
