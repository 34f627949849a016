import type { NodeShape } from '../../definition/catalogue.ts';
import { isJsonObject, type JsonObject } from '../../definition/json.ts';
import { brief } from '../subtitle.ts';

export const agentShape: NodeShape = {
  type: 'agent',
  version: 1,
  kind: 'task',
  face: {
    label: 'Agent',
    summary: 'A language model that answers, calls tools, and streams what it writes.',
    family: 'agent',
    icon: 'bot',
    keywords: ['ai', 'llm', 'model', 'gpt', 'prompt', 'chat', 'tools'],
    fields: {
      prompt: { label: 'Prompt', help: 'What the agent is asked to do.', control: 'multiline', placeholder: 'Summarise this: {{ input.text }}' },
      system: { label: 'Instructions', help: 'Who the agent is and how it works.', control: 'multiline' },
      provider: { label: 'Provider', help: 'Empty takes the configured one, and the built-in offline model when there is none.', control: 'text', placeholder: 'default', advanced: true },
      model: { label: 'Model', help: 'Empty takes the configured one.', control: 'text' },
      tools: { label: 'Tools', help: 'What the agent may call on the way.', control: 'tools' },
      outputSchema: { label: 'Answer', help: 'What the model answers with; it is checked, and asked for once more when it does not fit. Empty takes any text.', control: 'schema' },
      maximumSteps: { label: 'At most model calls', control: 'number', advanced: true },
      temperature: { label: 'Temperature', help: 'From 0, exact, to 2, free.', control: 'number', advanced: true },
    },
    subtitle: (params) => brief(params.model === '' ? undefined : params.model) || brief(params.prompt),
  },
  defaults: { prompt: '{{ toJson(input) }}', system: '', tools: [], maximumSteps: 8 },
  branches: () => ['out'],
  literalParams: ['outputSchema'],
  outputSchema: (params) => ({
    type: 'object',
    properties: {
      text: { type: 'string', description: 'The last answer, as text.' },
      value: answersInJson(params) ? params.outputSchema : { type: 'null', description: 'An agent whose answer is not described answers with text alone: read output.text, or describe its answer.' },
      model: { type: 'string' },
      offline: { type: 'boolean', description: 'True when the built-in offline model answered.' },
      note: { type: 'string' },
      steps: { type: 'integer', description: 'Model calls that were made.' },
      toolCalls: { type: 'array', items: { type: 'object' } },
      usage: { type: 'object', properties: { inputTokens: { type: 'integer' }, outputTokens: { type: 'integer' } } },
    },
    required: ['text', 'value', 'model', 'offline', 'steps', 'toolCalls', 'usage'],
  }),
  handsOn: (params) => [answersInJson(params) ? 'value' : 'text'],
  retry: { maximumAttempts: 3 },
  timeouts: { startToClose: '10m' },
};

function answersInJson(params: JsonObject): params is JsonObject & { outputSchema: JsonObject } {
  return isJsonObject(params.outputSchema) && Object.keys(params.outputSchema).length > 0;
}
