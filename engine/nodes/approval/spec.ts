import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { isJsonObject, type JsonObject } from '../../definition/json.ts';
import { idSchema, jsonSchemaDocumentSchema } from '../../definition/schema.ts';
import { paramsSchemaWith, record, requiredText, templated, templatedDuration, text } from '../params.ts';
import { brief } from '../subtitle.ts';

const DEFAULT_OUTCOMES = ['approved', 'rejected'] as const;
const TIMEOUT = 'timeout';

export const approvalSpec: NodeSpec = {
  type: 'approval',
  version: 1,
  kind: 'approval',
  face: {
    label: 'Approval',
    summary: 'Asks people, shows them what they need to know, and goes on with what they decide.',
    family: 'people',
    icon: 'user-check',
    keywords: ['human', 'review', 'decision', 'form', 'task', 'sign off'],
    fields: {
      title: { label: 'Title', help: 'One line that tells what is asked.', control: 'text', placeholder: 'Release payment {{ input.id }}?' },
      context: { label: 'What they should know', help: 'Markdown, with data of the run.', control: 'markdown' },
      assignees: { label: 'Who is asked', help: 'Names of people or groups. Empty asks everybody.', control: 'list', placeholder: 'finance' },
      quorum: { label: 'How many must agree', help: 'So many people must take the first choice; any other choice of one person decides at once.', control: 'number', advanced: true },
      outcomes: { label: 'Choices', help: 'Each one is a button in the request and a branch of the step.', control: 'list', placeholder: 'approved' },
      due: { label: 'Due after', help: 'When this time has passed without a decision, the request closes by itself.', control: 'duration', placeholder: '2d' },
      onTimeout: { label: 'When it is overdue', help: 'The choice that is taken then. Empty leaves by the timeout branch.', control: 'text', placeholder: 'timeout' },
      form: { label: 'Form', help: 'JSON Schema of what the people fill in.', control: 'schema', advanced: true },
      prefill: { label: 'Prefilled answers', help: 'Values that the form starts with.', control: 'pairs', advanced: true },
    },
    subtitle: (params) => (Array.isArray(params.assignees) ? params.assignees.map(brief).join(', ') : brief(params.assignees)),
  },
  params: paramsSchemaWith(
    {
      title: requiredText('Say in one line what is asked.', 500),
      context: text(50_000).optional(),
      form: jsonSchemaDocumentSchema.optional(),
      prefill: templated(record).optional(),
      assignees: templated(z.array(z.string().min(1).max(200)).max(100)).optional(),
      quorum: templated(z.int().min(1).max(100)).optional(),
      due: templatedDuration.optional(),
      onTimeout: z.string().max(64).optional(),
      outcomes: z.array(idSchema).min(1, 'An approval needs at least one choice.').max(20).optional(),
    },
    approvalProblem,
  ),
  defaults: { title: 'Please decide', context: '', assignees: [], quorum: 1, due: '2d', outcomes: [...DEFAULT_OUTCOMES] },
  branches: (params) => {
    const outcomes = outcomesOf(params);
    const late = typeof params.onTimeout === 'string' && params.onTimeout !== '' ? params.onTimeout : TIMEOUT;
    return outcomes.includes(late) ? outcomes : [...outcomes, TIMEOUT];
  },
  literalParams: ['form', 'outcomes', 'onTimeout'],
  outputSchema: (params) => ({
    type: 'object',
    properties: {
      outcome: { type: 'string', enum: [...outcomesOf(params), TIMEOUT] },
      by: { type: ['string', 'null'], description: 'Who gave the deciding answer.' },
      comment: { type: ['string', 'null'] },
      data: isJsonObject(params.form) ? params.form : {},
      decisions: { type: 'array', items: { type: 'object', properties: { outcome: { type: 'string' }, by: { type: 'string' }, at: { type: 'string', format: 'date-time' }, comment: { type: ['string', 'null'] } } } },
    },
    required: ['outcome'],
  }),
};

function outcomesOf(params: JsonObject): string[] {
  if (!Array.isArray(params.outcomes) || params.outcomes.length === 0) return [...DEFAULT_OUTCOMES];
  return [...new Set(params.outcomes.filter((outcome): outcome is string => typeof outcome === 'string' && outcome !== 'error'))];
}

function approvalProblem(params: JsonObject): string | null {
  const outcomes = Array.isArray(params.outcomes) ? params.outcomes : [...DEFAULT_OUTCOMES];
  if (outcomes.includes('error')) return 'A choice cannot be called "error": that branch is there already.';
  if (new Set(outcomes).size < outcomes.length) return 'Two choices have the same name.';
  const late = params.onTimeout;
  if (typeof late === 'string' && late !== '' && late !== TIMEOUT && !outcomes.includes(late)) return `"${late}" is not one of the choices.`;
  return null;
}
