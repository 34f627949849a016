import type { NodeShape } from '../../definition/catalogue.ts';
import { isJsonObject, type JsonObject } from '../../definition/json.ts';
import { brief } from '../subtitle.ts';

export const DEFAULT_OUTCOMES = ['approved', 'rejected'] as const;

export const TIMEOUT = 'timeout';

export const approvalShape: NodeShape = {
  type: 'approval',
  version: 1,
  kind: 'approval',
  face: {
    label: 'Approval',
    summary: 'Asks people, shows them what they need to know, and goes on with what they decide.',
    family: 'people',
    icon: 'user-check',
    keywords: ['human', 'review', 'decision', 'form', 'task', 'sign off', 'reminder', 'escalation', 'four eyes', 'self-approval'],
    fields: {
      title: { label: 'Title', help: 'One line that tells what is asked.', control: 'text', placeholder: 'Release payment {{ input.id }}?' },
      context: { label: 'What they should know', help: 'Markdown, with data of the run.', control: 'markdown' },
      form: { label: 'Form', help: 'What people fill in, in this order. The first choice needs it.', control: 'schema', asked: true },
      assignees: { label: 'Who is asked', help: 'Names of people or groups. Empty asks everybody.', control: 'list', placeholder: 'finance' },
      excluded: { label: 'Who may not decide', help: 'Such as whoever asked for it. Upper and lower case make no difference.', control: 'list', placeholder: '{{ input.requester }}' },
      quorum: { label: 'How many must agree', help: 'So many people must take the first choice; any other choice of one person decides at once.', control: 'number', advanced: true },
      outcomes: { label: 'Choices', help: 'Each one is a button in the request and a branch of the step.', control: 'list', placeholder: 'approved' },
      due: { label: 'Due after', help: 'When this time has passed without a decision, the request closes by itself.', control: 'duration', placeholder: '2d' },
      onTimeout: { label: 'When it is overdue', help: 'The choice that is taken then. Empty leaves by the timeout branch.', control: 'text', placeholder: 'timeout' },
      remindAfter: { label: 'First reminder after', help: 'Who is asked and has not decided is reminded after this time. Empty reminds nobody.', control: 'duration', placeholder: '1d' },
      remindEvery: { label: 'Then again every', help: 'At least a minute. Empty takes the time of the first reminder.', control: 'duration', placeholder: '1d', advanced: true },
      remindTimes: { label: 'At most reminders', help: 'Up to 20; empty means 3.', control: 'number', placeholder: '3', advanced: true },
      escalateAfter: { label: 'Escalate after', help: 'When nobody has decided after this time, others are asked. Empty asks nobody else.', control: 'duration', placeholder: '2d' },
      escalateTo: { label: 'Escalate to', help: 'Names of people or groups.', control: 'list', placeholder: 'head-of-finance' },
      escalateMode: {
        label: 'They are asked',
        control: 'select',
        advanced: true,
        options: [
          { value: 'add', label: 'Beside those who were asked' },
          { value: 'replace', label: 'In their place' },
        ],
      },
      prefill: { label: 'Prefilled answers', help: 'Values that the form starts with.', control: 'pairs', advanced: true },
    },
    subtitle: (params) => (Array.isArray(params.assignees) ? params.assignees.map(brief).join(', ') : brief(params.assignees)),
  },
  defaults: { title: 'Please decide', context: '', assignees: [], quorum: 1, due: '2d', outcomes: [...DEFAULT_OUTCOMES] },
  branches: (params) => {
    const outcomes = outcomesOf(params);
    const late = typeof params.onTimeout === 'string' && params.onTimeout !== '' ? params.onTimeout : TIMEOUT;
    return outcomes.includes(late) ? outcomes : [...outcomes, TIMEOUT];
  },
  namedBranches: { param: 'outcomes', names: writtenOutcomes, reserved: new Set(['error']), base: 'choice', namedIn: ['onTimeout'], toldAt: ['outcome'] },
  literalParams: ['form', 'outcomes', 'onTimeout', 'escalateMode'],
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

function writtenOutcomes(params: JsonObject): readonly string[] {
  if (!Array.isArray(params.outcomes)) return DEFAULT_OUTCOMES;
  return params.outcomes.map((outcome) => (typeof outcome === 'string' ? outcome : ''));
}
