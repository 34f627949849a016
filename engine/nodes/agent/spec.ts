import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { isJsonObject } from '../../definition/json.ts';
import { jsonSchemaDocumentSchema } from '../../definition/schema.ts';
import { paramsSchemaWith, record, requiredText, templated, text } from '../params.ts';
import { agentShape } from './shape.ts';

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

/** The node type with what checks its parameters. */
export const agentSpec: NodeSpec = {
  ...agentShape,
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
};
