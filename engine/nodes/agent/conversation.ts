import { z } from 'zod';
import { StepFailure, type Json, type JsonObject } from '../../ports/node-runner.ts';
import type { Message, ModelAnswer, ToolCall, Usage } from './model.ts';

/** What is recorded of an agent: its model calls and its tool calls, in the order in which they happened. */
export const recordSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('model'),
    text: z.string(),
    toolCalls: z.array(z.object({ id: z.string(), name: z.string(), input: z.json() })),
    usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }),
    model: z.string(),
    offline: z.boolean(),
  }),
  z.object({ kind: z.literal('tool'), callId: z.string(), tool: z.string(), input: z.json(), output: z.json(), failed: z.boolean() }),
  /** The answer did not fit its schema; what the model was told about it. */
  z.object({ kind: z.literal('repair'), text: z.string() }),
]);
export type AgentRecord = z.infer<typeof recordSchema>;

/**
 * The conversation of one agent, told by its records alone: an attempt that goes on after a crash reads the records
 * of the one before and stands where that one stood.
 */
export class Conversation {
  readonly #messages: Message[];
  #modelCalls = 0;
  #repairs = 0;
  #usage: Usage = { inputTokens: 0, outputTokens: 0 };
  #open: ToolCall[] = [];
  readonly #used: { tool: string; input: Json; output: Json; failed: boolean }[] = [];
  #text = '';

  constructor(prompt: string, records: readonly JsonObject[]) {
    this.#messages = [{ role: 'user', text: prompt }];
    for (const record of records) {
      const parsed = recordSchema.safeParse(record);
      if (!parsed.success) throw new StepFailure('RecordError', 'A recorded call of this agent cannot be read by this version.', { retryable: false });
      this.add(parsed.data);
    }
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }
  get modelCalls(): number {
    return this.#modelCalls;
  }
  get repairs(): number {
    return this.#repairs;
  }
  get usage(): Usage {
    return this.#usage;
  }
  get used(): readonly JsonObject[] {
    return this.#used;
  }
  /** What the model said last. */
  get text(): string {
    return this.#text;
  }
  /** The next tool call that has no answer yet. */
  get pendingTool(): ToolCall | undefined {
    return this.#open[0];
  }
  /** True when the model has spoken last and asked for nothing. */
  get isAnswered(): boolean {
    return this.#messages.at(-1)?.role === 'assistant' && this.#open.length === 0;
  }

  add(record: AgentRecord): void {
    switch (record.kind) {
      case 'model':
        this.#modelCalls++;
        this.#usage = { inputTokens: this.#usage.inputTokens + record.usage.inputTokens, outputTokens: this.#usage.outputTokens + record.usage.outputTokens };
        this.#text = record.text;
        this.#open = [...record.toolCalls];
        this.#messages.push({ role: 'assistant', text: record.text, toolCalls: record.toolCalls });
        return;
      case 'tool':
        this.#open = this.#open.filter((call) => call.id !== record.callId);
        this.#used.push({ tool: record.tool, input: record.input, output: record.output, failed: record.failed });
        this.#messages.push({ role: 'tool', callId: record.callId, name: record.tool, output: record.output, failed: record.failed });
        return;
      case 'repair':
        this.#repairs++;
        this.#messages.push({ role: 'user', text: record.text });
    }
  }
}

export function modelRecord(answer: ModelAnswer, model: { name: string; offline: boolean }): Extract<AgentRecord, { kind: 'model' }> {
  return { kind: 'model', text: answer.text, toolCalls: answer.toolCalls, usage: answer.usage, model: model.name, offline: model.offline };
}
