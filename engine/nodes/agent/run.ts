import { z } from 'zod';
import { cutText } from '../cut-text.ts';
import { StepFailure, type Json, type JsonObject, type NodeRunner, type StepContext } from '../../ports/node-runner.ts';
import { sharedHttpClient, type HttpClient } from '../http/client.ts';
import { Conversation, modelRecord, type AgentRecord } from './conversation.ts';
import type { Model } from './model.ts';
import { OFFLINE_NOTE } from './offline.ts';
import { chooseModel } from './provider.ts';
import { jsonInstruction, readStructured } from './structured.ts';
import { createTools, useTool, type Tool } from './tools.ts';

const resolvedSchema = z.object({
  provider: z.string().nullish(),
  model: z.string().nullish(),
  system: z.string().nullish(),
  prompt: z.preprocess((value) => (typeof value === 'string' || value === undefined ? value : JSON.stringify(value)), z.string().min(1)),
  tools: z.array(z.json()).nullish(),
  outputSchema: z.record(z.string(), z.json()).nullish(),
  maximumSteps: z.coerce.number().int().min(1).max(100).default(8),
  temperature: z.coerce.number().min(0).max(2).nullish(),
});

export type AgentOptions = { choose: (provider: string, model: string) => Model; client: () => HttpClient };

/**
 * An agent as a step. Model call, tool calls, model call … until it answers; each is recorded before the next begins.
 * The last call that `maximumSteps` allows is made without tools, so that it has to be an answer.
 */
async function runAgent(params: JsonObject, context: StepContext, options: AgentOptions): Promise<Json> {
  const parsed = resolvedSchema.safeParse(params);
  if (!parsed.success) throw new StepFailure('ValidationError', z.prettifyError(parsed.error), { retryable: false });
  const { prompt, maximumSteps, temperature } = parsed.data;
  const outputSchema = parsed.data.outputSchema != null && Object.keys(parsed.data.outputSchema).length > 0 ? parsed.data.outputSchema : null;
  const model = options.choose(parsed.data.provider ?? '', parsed.data.model ?? '');
  const tools = createTools(parsed.data.tools ?? [], options.client);
  const system = [parsed.data.system ?? '', outputSchema === null ? '' : jsonInstruction(outputSchema)].filter((part) => part !== '').join('\n\n');
  const conversation = new Conversation(prompt, context.records);
  const keep = async (record: AgentRecord) => {
    // First durable, then true: what is not recorded has not happened.
    await context.record(record);
    conversation.add(record);
  };

  for (;;) {
    context.signal.throwIfAborted();
    const pending = conversation.pendingTool;
    if (pending !== undefined) {
      await keep(await callTool(tools.find((tool) => tool.name === pending.name), pending, conversation.used.length, context));
      continue;
    }
    if (conversation.isAnswered) {
      const problems = outputSchema === null ? [] : readStructured(conversation.text, outputSchema).problems;
      if (problems.length === 0) break;
      if (conversation.repairs > 0) throw new StepFailure('OutputError', `The agent's answer does not fit its schema, also when asked again: ${problems.join('; ')}`, { retryable: true, details: { text: cutText(conversation.text, 2_000) } });
      await keep({ kind: 'repair', text: `That does not fit the schema: ${problems.join('; ')}. Answer again, with the JSON alone.` });
      continue;
    }
    const isLast = conversation.modelCalls >= maximumSteps - 1 || conversation.repairs > 0;
    await keep(await callModel(model, { system, conversation, tools: isLast ? [] : tools, temperature: temperature ?? null, outputSchema }, context));
  }

  context.emit({ type: 'model.output', text: conversation.text });
  return {
    text: conversation.text,
    value: outputSchema === null ? null : readStructured(conversation.text, outputSchema).value,
    model: model.name,
    offline: model.offline,
    ...(model.offline ? { note: OFFLINE_NOTE } : {}),
    steps: conversation.modelCalls,
    toolCalls: [...conversation.used],
    usage: conversation.usage,
  };
}

type Asking = { system: string; conversation: Conversation; tools: Tool[]; temperature: number | null; outputSchema: JsonObject | null };

async function callModel(model: Model, asking: Asking, context: StepContext): Promise<AgentRecord> {
  const { conversation, tools } = asking;
  let characters = 0;
  const answer = await model.call({
    system: asking.system,
    messages: conversation.messages,
    tools: tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    temperature: asking.temperature,
    outputSchema: asking.outputSchema,
    signal: context.signal,
    onText: (text) => {
      characters += text.length;
      context.emit({ type: 'model.partial', text });
      context.heartbeat({ modelCall: conversation.modelCalls + 1, characters });
    },
  });
  if (answer.text === '' && answer.toolCalls.length === 0) throw new StepFailure('ProviderError', `The model "${model.name}" answered nothing.`, { retryable: true });
  // A call that nobody can answer (no tools were offered) is dropped; the text is the answer.
  return modelRecord(tools.length === 0 ? { ...answer, toolCalls: [], text: answer.text || 'No answer.' } : answer, model);
}

async function callTool(tool: Tool | undefined, call: { id: string; name: string; input: Json }, index: number, context: StepContext): Promise<AgentRecord> {
  context.emit({ type: 'tool.invoked', tool: call.name, input: call.input });
  const { output, failed } = await useTool(tool, call.name, call.input, {
    signal: context.signal,
    heartbeat: context.heartbeat,
    now: context.now,
    seed: `${context.seed}:${index}`,
    idempotencyKey: `${context.idempotencyKey}:tool-${index}`,
  });
  context.emit({ type: 'tool.observation', tool: call.name, output });
  context.heartbeat({ tools: index + 1 });
  return { kind: 'tool', callId: call.id, tool: call.name, input: call.input, output, failed };
}

export function createAgentRunner(options: AgentOptions): NodeRunner {
  return { type: 'agent', run: (params, context) => runAgent(params, context, options) };
}

export const agentRunner: NodeRunner = createAgentRunner({ choose: chooseModel, client: sharedHttpClient });
