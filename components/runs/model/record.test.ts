import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@/engine/index.ts';
import { ordinal, readRecord } from './record.ts';

describe('a record of an agent', () => {
  it('is a model call with its words, its tool calls and what it cost', () => {
    expect(readRecord({ kind: 'model', text: 'I need the date.', model: 'm', toolCalls: [{ toolName: 'passport' }, 7], usage: { inputTokens: 800, outputTokens: 12 }, finishReason: 'tool-calls' })).toEqual({
      kind: 'model', text: 'I need the date.', calls: ['passport'], model: 'm', tokens: { input: 800, output: 12 }, finish: 'tool-calls',
    });
  });
  it('is a tool call with what went in and what came out', () => {
    expect(readRecord({ kind: 'tool', tool: 'passport', input: { id: 1 }, output: { until: '2031' } })).toEqual({ kind: 'tool', tool: 'passport', input: { id: 1 }, output: { until: '2031' }, error: null });
    expect(readRecord({ type: 'tool.call', name: 'x', error: { message: 'refused' } })).toMatchObject({ kind: 'tool', tool: 'x', error: 'refused' });
  });
  it('tells a tool that failed, and what the model was told to mend', () => {
    expect(readRecord({ kind: 'tool', callId: '1', tool: 'x', input: {}, output: 'refused', failed: true })).toMatchObject({ kind: 'tool', error: 'refused' });
    expect(readRecord({ kind: 'repair', text: 'Again.' })).toEqual({ kind: 'repair', text: 'Again.' });
  });
  it('is shown as it is when it is not understood', () => {
    expect(readRecord({ kind: 'novel', a: 1 })).toEqual({ kind: 'other', value: { kind: 'novel', a: 1 } });
  });
});

it('records are counted among their own kind; the one that is being written is a model call', () => {
  const records: JsonObject[] = [{ kind: 'model' }, { kind: 'tool', tool: 'a' }, { kind: 'tool', tool: 'b' }, { kind: 'model' }];
  expect([0, 1, 2, 3, 4].map((index) => ordinal(records, index))).toEqual([1, 1, 2, 2, 3]);
});
