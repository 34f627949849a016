import type { JSONValue, ModelMessage } from 'ai';
import { cutText } from '../cut-text.ts';
import { StepFailure, type Json } from '../../ports/node-runner.ts';
import type { Message, Model, ModelAnswer, ModelRequest, ToolCall } from './model.ts';

export type CompatibleOptions = { provider: string; baseUrl: string; apiKey: string; model: string };

/** Any endpoint that speaks OpenAI's chat protocol. The SDK is loaded with the first call: a worker without agents does not carry it. */
export function createCompatibleModel(options: CompatibleOptions): Model {
  return { name: options.model, offline: false, call: (request) => call(options, request) };
}

async function call(options: CompatibleOptions, request: ModelRequest): Promise<ModelAnswer> {
  const [{ streamText, tool, jsonSchema }, { createOpenAICompatible }] = await Promise.all([import('ai'), import('@ai-sdk/openai-compatible')]);
  const provider = createOpenAICompatible({ name: options.provider, baseURL: options.baseUrl, apiKey: options.apiKey === '' ? undefined : options.apiKey, includeUsage: true });
  // Without `execute` the SDK stops at a tool call: running it and recording it is our loop's work.
  const tools = Object.fromEntries(request.tools.map((face) => [face.name, tool({ description: face.description, inputSchema: jsonSchema<Json>(face.parameters) })]));
  let failure: unknown = null;
  const stream = streamText({
    model: provider.chatModel(options.model),
    system: request.system === '' ? undefined : request.system,
    messages: request.messages.map(toModelMessage),
    tools: request.tools.length === 0 ? undefined : tools,
    temperature: request.temperature ?? undefined,
    // Trying again is the engine's decision, and stands in the history.
    maxRetries: 0,
    abortSignal: request.signal,
    onError: ({ error }) => void (failure ??= error),
  });
  const toolCalls: ToolCall[] = [];
  let text = '';
  let usage = { inputTokens: 0, outputTokens: 0 };
  try {
    for await (const part of stream.fullStream) {
      if (part.type === 'text-delta') {
        text += part.text;
        request.onText(part.text);
      } else if (part.type === 'tool-call') toolCalls.push({ id: part.toolCallId, name: part.toolName, input: readInput(part.input) });
      else if (part.type === 'error') failure ??= part.error;
      else if (part.type === 'finish') usage = { inputTokens: part.totalUsage.inputTokens ?? 0, outputTokens: part.totalUsage.outputTokens ?? 0 };
    }
  } catch (error) {
    failure ??= error;
  }
  if (request.signal.aborted) throw request.signal.reason;
  if (failure !== null) throw nameFailure(failure, options);
  return { text, toolCalls, usage };
}

function readInput(input: unknown): Json {
  return typeof input === 'string' ? input : (JSON.parse(JSON.stringify(input ?? {})) as Json);
}

function toModelMessage(message: Message): ModelMessage {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text };
    case 'assistant':
      return {
        role: 'assistant',
        content: [
          ...(message.text === '' ? [] : [{ type: 'text' as const, text: message.text }]),
          ...message.toolCalls.map((toolCall) => ({ type: 'tool-call' as const, toolCallId: toolCall.id, toolName: toolCall.name, input: toolCall.input })),
        ],
      };
    case 'tool':
      return {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: message.callId, toolName: message.name, output: { type: message.failed ? 'error-json' : 'json', value: message.output as JSONValue } }],
      };
  }
}

type Known = { statusCode?: number; responseHeaders?: Record<string, string>; message?: string; cause?: unknown; lastError?: unknown };

/** The provider's failure in our words. The key never stands in it, whatever the provider repeats. */
function nameFailure(error: unknown, options: CompatibleOptions): StepFailure {
  const known = rootOf(error);
  const redact = (text: string) => (options.apiKey.length >= 4 ? text.replaceAll(options.apiKey, '•••') : text);
  const message = redact(cutText(known.message ?? 'no answer', 500));
  const status = known.statusCode;
  if (status === undefined) return new StepFailure('ProviderError', `The model "${options.model}" could not be asked: ${message}`, { retryable: true });
  if (status === 401 || status === 403) return new StepFailure('ProviderAuthError', `The provider refused the key (${status}). Check HEDDLE_AI_API_KEY of the worker.`, { retryable: false, details: { status } });
  const retryable = status === 408 || status === 429 || status >= 500;
  const seconds = Number(known.responseHeaders?.['retry-after']);
  return new StepFailure('ProviderError', `The provider answered ${status}: ${message}`, { retryable, retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : undefined, details: { status } });
}

function rootOf(error: unknown): Known {
  const known = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as Known;
  return known.statusCode === undefined && typeof known.lastError === 'object' && known.lastError !== null ? (known.lastError as Known) : known;
}
