import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import type { JsonObject } from '../../definition/json.ts';
import { idSchema, jsonSchemaDocumentSchema, LIMITS, REMINDERS } from '../../definition/schema.ts';
import { paramsSchemaWith, record, requiredText, templated, templatedDuration, text } from '../params.ts';
import { DEFAULT_OUTCOMES, TIMEOUT, approvalShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const approvalSpec: NodeSpec = {
  ...approvalShape,
  params: paramsSchemaWith(
    {
      title: requiredText('Say in one line what is asked.', 500),
      context: text(50_000).optional(),
      form: jsonSchemaDocumentSchema.optional(),
      prefill: templated(record).optional(),
      assignees: templated(z.array(z.string().min(1).max(200)).max(LIMITS.assignees)).optional(),
      excluded: templated(z.array(z.string().trim().min(1).max(200)).max(LIMITS.assignees)).optional(),
      quorum: templated(z.int().min(1).max(100)).optional(),
      due: templatedDuration.optional(),
      remindAfter: templatedDuration.optional(),
      remindEvery: templatedDuration.optional(),
      remindTimes: templated(z.int().min(1).max(REMINDERS.most)).optional(),
      escalateAfter: templatedDuration.optional(),
      escalateTo: templated(z.array(z.string().min(1).max(200)).max(LIMITS.handedTo)).optional(),
      escalateMode: z.enum(['add', 'replace']).optional(),
      onTimeout: z.string().max(64).optional(),
      outcomes: z.array(idSchema).min(1, 'An approval needs at least one choice.').max(20).optional(),
    },
    approvalProblem,
  ),
};

function approvalProblem(params: JsonObject): string | null {
  const outcomes = Array.isArray(params.outcomes) ? params.outcomes : [...DEFAULT_OUTCOMES];
  if (outcomes.includes('error')) return 'A choice cannot be called "error": that branch is there already.';
  if (new Set(outcomes).size < outcomes.length) return 'Two choices have the same name.';
  const late = params.onTimeout;
  if (typeof late === 'string' && late !== '' && late !== TIMEOUT && !outcomes.includes(late)) return `"${late}" is not one of the choices.`;
  return null;
}
