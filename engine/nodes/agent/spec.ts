import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { isJsonObject } from '../../definition/json.ts';
import { jsonSchemaDocumentSchema } from '../../definition/schema.ts';
import { paramsSchemaWith, record, requiredText, templated, text } from '../params.ts';
import { brief } from '../subtitle.ts';

/** Tools that need no description of their own. */
export const BUILT_IN_TOOLS = ['http', 'code', 'calculator'] as const;

const toolName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/, 'The name of a tool holds letters, digits, _ and -, at most 64 of them.');
const toolFace = { name: toolName, description: z.string().min(1, 'Say what the tool does: the model reads it.').max(4_000), parameters: jsonSchemaDocumentSchema.optional() };

export const toolSchema = z.union([
  z.enum(BUILT_IN_TOOLS),
  /** A request; the model's arguments go into the query of a GET and into the JSON body of anything else. */
  z.strictObject({ kind: z.literal('http'), ...toolFace, method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(), url: requiredText('A request needs an address.', 8_000), headers: record.optional() }),
  /** JavaScript in the sandbox; `input` is the model's arguments. */
  z.strictObject({ kind: z.literal('code'), ...toolFace, source: z.string().min(1).max(200_000) }),
]);

export const agentSpec: NodeSpec = {
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
      outputSchema: { label: 'Output schema', help: 'JSON Schema; the answer is checked against it and asked for once more when it does not fit.', control: 'schema' },
      maximumSteps: { label: 'At most model calls', control: 'number', advanced: true },
      temperature: { label: 'Temperature', help: 'From 0, exact, to 2, free.', control: 'number', advanced: true },
    },
    subtitle: (params) => brief(params.model === '' ? undefined : params.model) || brief(params.prompt),
  },
  params: paramsSchemaWith(
    {
      provider: text(64).optional(),
      model: text(200).optional(),
      system: text(100_000).optional(),
      prompt: requiredText('Say what the agent is asked to do.', 200_000),
      tools: z.array(toolSchema).max(64).optional(),
      outputSchema: jsonSchemaDocumentSchema.optional(),
      maximumSteps: templated(z.int().min(1).max(100)).optional(),
      temperature: templated(z.number().min(0).max(2)).optional(),
    },
    (params) => {
      const names = (Array.isArray(params.tools) ? params.tools : []).map((tool) => (isJsonObject(tool) ? tool.name : tool));
      return new Set(names).size < names.length ? 'Two tools have the same name.' : null;
    },
  ),
  defaults: { prompt: '{{ toJson(input) }}', system: '', tools: [], maximumSteps: 8 },
  branches: () => ['out'],
  literalParams: ['outputSchema'],
  outputSchema: (params) => ({
    type: 'object',
    properties: {
      text: { type: 'string', description: 'The last answer, as text.' },
      value: isJsonObject(params.outputSchema) ? params.outputSchema : { description: 'The answer as JSON; null unless an output schema is given.' },
      model: { type: 'string' },
      offline: { type: 'boolean', description: 'True when the built-in offline model answered.' },
      note: { type: 'string' },
      steps: { type: 'integer', description: 'Model calls that were made.' },
      toolCalls: { type: 'array', items: { type: 'object' } },
      usage: { type: 'object', properties: { inputTokens: { type: 'integer' }, outputTokens: { type: 'integer' } } },
    },
    required: ['text', 'value', 'model', 'offline', 'steps', 'toolCalls', 'usage'],
  }),
  retry: { maximumAttempts: 3 },
  timeouts: { startToClose: '10m' },
};
