import { setTimeout as pause } from 'node:timers/promises';
import { cutText } from '../cut-text.ts';
import type { Json, JsonObject } from '../../ports/node-runner.ts';
import type { Message, Model, ModelAnswer, ModelRequest, ToolCall, ToolFace } from './model.ts';
import { jsonFrom } from './offline-json.ts';
import { summarise, topicsOf } from './offline-text.ts';

export const OFFLINE_NOTE = 'Answered by the built-in offline model, because no language model is configured (HEDDLE_AI_BASE_URL). It extracts from what it was given and knows nothing else.';

/** What it says of an instruction that ends in a heading with nothing below. */
const NOTHING = 'Nothing has been found.';
const MOST_TOOLS = 2;
const LONGEST_PAUSES_MS = 1_200;

/**
 * Answers when no provider is configured: it calls the first tools once each with arguments that fit, and then answers
 * from the prompt and from what the tools said. The same request always gets the same answer, a word at a time.
 * @param pauseMs between words, so that streaming can be seen; all together never more than about a second
 */
export function createOfflineModel(pauseMs = 8): Model {
  return {
    name: 'offline',
    offline: true,
    call: async (request) => {
      request.signal.throwIfAborted();
      const prompt = request.messages.filter((message) => message.role === 'user').map((message) => message.text).join('\n');
      const toolCall = nextToolCall(request, prompt);
      if (toolCall !== null) {
        const text = `I will ask ${toolCall.name} first.`;
        await stream(text, request, pauseMs);
        return answer(request, text, [toolCall]);
      }
      const material = [materialOf(prompt), ...request.messages.filter(isToolResult).map((message) => readable(message.output))].filter((part) => part !== '').join('\n') || NOTHING;
      const text = request.outputSchema === null ? prose(prompt, material, request.messages) : JSON.stringify(jsonFrom(request.outputSchema, material), null, 1);
      await stream(text, request, pauseMs);
      return answer(request, text, []);
    },
  };
}

function isToolResult(message: Message): message is Extract<Message, { role: 'tool' }> {
  return message.role === 'tool';
}

/**
 * What the prompt is about, without the instruction: what follows the first line that ends in a colon, else all of it.
 * Empty where nothing follows: the notes that were to be there are none, and the instruction is no answer to itself.
 */
function materialOf(prompt: string): string {
  const cut = /:\s*\n/.exec(prompt);
  if (cut === null) return readable(prompt);
  const rest = prompt.slice(cut.index + cut[0].length).trim();
  return rest === '' ? '' : readable(rest.length > 3 ? rest : prompt);
}

/** JSON in a prompt is read for its texts. */
function readable(value: Json): string {
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (!/^[[{]/.test(trimmed)) return value;
    try {
      return readable(JSON.parse(trimmed) as Json);
    } catch {
      return value;
    }
  }
  if (value === null || typeof value === 'boolean') return '';
  if (typeof value === 'number') return String(value);
  return (Array.isArray(value) ? value : Object.values(value)).map(readable).filter((part) => part !== '').join('\n');
}

function nextToolCall(request: ModelRequest, prompt: string): ToolCall | null {
  const used = new Set(request.messages.flatMap((message) => (message.role === 'assistant' ? message.toolCalls.map((call) => call.name) : [])));
  if (used.size >= MOST_TOOLS) return null;
  for (const tool of request.tools.slice(0, MOST_TOOLS)) {
    if (used.has(tool.name)) continue;
    const input = argumentsFor(tool, prompt);
    if (input !== null) return { id: `offline-${used.size + 1}`, name: tool.name, input };
  }
  return null;
}

/** Null when the tool cannot be used sensibly here: a calculator without a sum, a request without an address. */
function argumentsFor(tool: ToolFace, prompt: string): JsonObject | null {
  if (tool.name === 'calculator') {
    const expression = /[(\d][\d\s.()+*/%-]*[+*/%-][\d\s.()+*/%-]*[\d)]/.exec(prompt)?.[0].trim();
    return expression === undefined ? null : { expression };
  }
  if (tool.name === 'http') {
    const url = /https?:\/\/[^\s"'<>)]+/.exec(prompt)?.[0];
    return url === undefined ? null : { url };
  }
  if (tool.name === 'code') return null;
  const input = jsonFrom(tool.parameters, prompt);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return {};
  for (const [key, value] of Object.entries(input)) if (typeof value === 'string' && /query|question|search|term/i.test(key)) input[key] = topicsOf(prompt).slice(0, 4).join(' ');
  return input;
}

function prose(prompt: string, material: string, messages: readonly Message[]): string {
  const points = summarise(material, 3);
  const tools = messages.filter(isToolResult);
  const parts = [points.length > 0 ? points.join(' ') : cutText(prompt.trim(), 300)];
  if (tools.length > 0) parts.push(`This rests on what ${[...new Set(tools.map((tool) => tool.name))].join(' and ')} answered.`);
  const topics = topicsOf(material).slice(0, 3);
  if (topics.length === 3) parts.push(`It is mostly about ${topics[0]}, ${topics[1]} and ${topics[2]}.`);
  return parts.join('\n\n');
}

async function stream(text: string, request: ModelRequest, pauseMs: number): Promise<void> {
  const words = text.match(/\s*\S+/g) ?? [];
  const wait = words.length === 0 ? 0 : Math.min(pauseMs, LONGEST_PAUSES_MS / words.length);
  let owed = 0;
  for (const word of words) {
    request.signal.throwIfAborted();
    request.onText(word);
    // Timers are no finer than a millisecond: short pauses are saved up.
    owed += wait;
    if (owed >= 4) {
      await pause(owed, undefined, { signal: request.signal }).catch(() => request.signal.throwIfAborted());
      owed = 0;
    }
  }
}

function answer(request: ModelRequest, text: string, toolCalls: ToolCall[]): ModelAnswer {
  const count = (part: string) => Math.ceil(part.length / 4);
  const asked = request.messages.map((message) => ('text' in message ? message.text : JSON.stringify(message.output))).join('');
  return { text, toolCalls, usage: { inputTokens: count(request.system + asked), outputTokens: count(text) } };
}
