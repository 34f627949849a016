import type { Json, JsonObject } from '../../ports/node-runner.ts';

/** What a language model is asked and what it answers, whoever provides it. One call; the loop round it is ours. */
export type ToolFace = { name: string; description: string; parameters: JsonObject };
export type ToolCall = { id: string; name: string; input: Json };
export type Message =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; toolCalls: ToolCall[] }
  | { role: 'tool'; callId: string; name: string; output: Json; failed: boolean };

export type ModelRequest = {
  system: string;
  messages: readonly Message[];
  /** Empty when the model must answer now. */
  tools: readonly ToolFace[];
  temperature: number | null;
  /** What the last answer has to look like, when it has to be JSON. */
  outputSchema: JsonObject | null;
  signal: AbortSignal;
  onText: (text: string) => void;
};

export type Usage = { inputTokens: number; outputTokens: number };
export type ModelAnswer = { text: string; toolCalls: ToolCall[]; usage: Usage };

export type Model = {
  /** Name as it stands in the output. */
  name: string;
  offline: boolean;
  /** @throws StepFailure `ProviderError`; the signal's reason when it was aborted */
  call: (request: ModelRequest) => Promise<ModelAnswer>;
};
