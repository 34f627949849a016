import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Validator } from '@cfworker/json-schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StepAbort, type Json, type JsonObject, type StepFailure } from '../../ports/node-runner.ts';
import { closeCodeSandbox } from '../code/run.ts';
import { fakeContext, type FakeContext } from '../fake-context.ts';
import { createHttpClient, type HttpClient } from '../http/client.ts';
import type { Model, ModelAnswer, ModelRequest } from './model.ts';
import { createOfflineModel } from './offline.ts';
import { chooseModel } from './provider.ts';
import { createAgentRunner } from './run.ts';

type Output = { text: string; value: Json; model: string; offline: boolean; note?: string; steps: number; toolCalls: { tool: string; output: Json; failed: boolean }[]; usage: { inputTokens: number; outputTokens: number } };

let client: HttpClient;
let base = '';
const calls: { url: string; body: string; key: string }[] = [];
let respond: (request: IncomingMessage, body: string, response: ServerResponse) => void = () => undefined;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    calls.push({ url: request.url ?? '', body, key: String(request.headers['idempotency-key'] ?? '') });
    respond(request, body, response);
  });
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createHttpClient({ allow: '127.0.0.1', outsideUrl: null });
});
beforeEach(() => void calls.splice(0));
afterAll(async () => {
  client.transport.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await closeCodeSandbox();
});

/** A model that says what it is told to say, and remembers what it was asked. */
function scripted(answers: (Partial<ModelAnswer> | Error)[]): Model & { asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  return {
    name: 'scripted',
    offline: false,
    asked,
    call: async (request) => {
      asked.push({ ...request, messages: [...request.messages] });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('Asked more often than expected.');
      if (answer instanceof Error) throw answer;
      if (answer.text) request.onText(answer.text);
      return { text: '', toolCalls: [], usage: { inputTokens: 10, outputTokens: 5 }, ...answer };
    },
  };
}

function run(model: Model, params: JsonObject, context: FakeContext = fakeContext()): Promise<Output> {
  return createAgentRunner({ choose: () => model, client: () => client }).run({ prompt: 'Say hello.', ...params }, context) as Promise<Output>;
}

async function failureOf(outcome: Promise<unknown>): Promise<StepFailure> {
  const error: unknown = await outcome.then(() => null, (reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'StepFailure' });
  return error as StepFailure;
}

const sumCall = { text: 'Let me see.', toolCalls: [{ id: 'c1', name: 'calculator', input: { expression: '6*7' } }] };

describe('an agent', () => {
  it('answers, streams what it writes, and records the call', async () => {
    const context = fakeContext();
    const output = await run(scripted([{ text: 'Hello.' }]), {}, context);
    expect(output).toMatchObject({ text: 'Hello.', value: null, model: 'scripted', offline: false, steps: 1, toolCalls: [], usage: { inputTokens: 10, outputTokens: 5 } });
    expect(context.frames).toEqual([{ type: 'model.partial', text: 'Hello.' }, { type: 'model.output', text: 'Hello.' }]);
    expect(context.beats).toEqual([{ modelCall: 1, characters: 6 }]);
    expect(context.recorded).toMatchObject([{ kind: 'model', text: 'Hello.' }]);
  });

  it('calls tools, tells the model what they said, and goes on until it answers', async () => {
    const model = scripted([sumCall, { text: 'It is 42.' }]);
    const context = fakeContext();
    const output = await run(model, { tools: ['calculator'] }, context);
    expect(output).toMatchObject({ text: 'It is 42.', steps: 2, toolCalls: [{ tool: 'calculator', output: 42, failed: false }], usage: { inputTokens: 20, outputTokens: 10 } });
    expect(model.asked[1]!.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'tool']);
    expect(context.recorded.map((record) => record.kind)).toEqual(['model', 'tool', 'model']);
    expect(context.frames.map((frame) => frame.type)).toEqual(['model.partial', 'tool.invoked', 'tool.observation', 'model.partial', 'model.output']);
  });

  it('goes on after the last recorded call when it is tried again', async () => {
    const first = fakeContext();
    await expect(run(scripted([sumCall, new Error('the worker died')]), { tools: ['calculator'] }, first)).rejects.toThrow('died');
    expect(first.recorded).toHaveLength(2);
    const model = scripted([{ text: 'It is 42.' }]);
    const second = fakeContext({ records: first.recorded, attempt: 2 });
    await expect(run(model, { tools: ['calculator'] }, second)).resolves.toMatchObject({ text: 'It is 42.', steps: 2 });
    expect(model.asked).toHaveLength(1);
    expect(second.recorded).toMatchObject([{ kind: 'model', text: 'It is 42.' }]);
  });

  it('runs a tool again whose call was recorded and whose answer was not, under the same idempotency key', async () => {
    respond = (_request, _body, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"room":7}');
    const tools = [{ kind: 'http', name: 'room', description: 'Books a room.', method: 'POST', url: `${base}/rooms/{city}` }];
    const asking = { toolCalls: [{ id: 'c1', name: 'room', input: { city: 'São Paulo', nights: 2 } }] };
    const first = fakeContext();
    const lost = first.record;
    first.record = async (record) => {
      if (record.kind === 'tool') throw new StepAbort('lease-lost');
      await lost(record);
    };
    await expect(run(scripted([asking]), { tools }, first)).rejects.toMatchObject({ reason: 'lease-lost' });
    await run(scripted([{ text: 'Booked.' }]), { tools }, fakeContext({ records: first.recorded }));
    expect(calls.map(({ url, body, key }) => ({ url, body, key }))).toEqual([0, 1].map(() => ({ url: '/rooms/S%C3%A3o%20Paulo', body: '{"nights":2}', key: 'key-1:tool-0' })));
  });

  it('needs no model any more when the answer was recorded', async () => {
    const first = fakeContext();
    await run(scripted([{ text: 'Hello.' }]), {}, first);
    await expect(run(scripted([]), {}, fakeContext({ records: first.recorded }))).resolves.toMatchObject({ text: 'Hello.', steps: 1 });
  });

  it('tells the model of a failing or unknown tool instead of failing', async () => {
    respond = (_request, _body, response) => void response.writeHead(404).end();
    const output = await run(scripted([{ toolCalls: [{ id: 'a', name: 'http', input: { url: `${base}/none` } }, { id: 'b', name: 'nothing', input: {} }, { id: 'c', name: 'calculator', input: { expression: '1/0' } }] }, { text: 'Sorry.' }]), { tools: ['http', 'calculator'] });
    expect(output.toolCalls.map((call) => call.failed)).toEqual([true, true, true]);
    expect(JSON.stringify(output.toolCalls)).toContain('There is no tool called \\"nothing\\"');
  });

  it('may reach private addresses by its tools no more than a step may', async () => {
    const strict = createHttpClient({ allow: '', outsideUrl: null });
    const runner = createAgentRunner({ choose: () => scripted([{ toolCalls: [{ id: 'a', name: 'http', input: { url: `${base}/secret` } }] }, { text: 'No.' }]), client: () => strict });
    const output = (await runner.run({ prompt: 'x', tools: ['http'] }, fakeContext())) as Output;
    expect(JSON.stringify(output.toolCalls)).toContain('not a public address');
    expect(calls).toEqual([]);
  });

  it('runs code tools in the sandbox', async () => {
    const tools = [{ kind: 'code', name: 'double', description: 'Doubles.', source: 'return input.n * 2' }, 'code'];
    const output = await run(scripted([{ toolCalls: [{ id: 'a', name: 'double', input: { n: 4 } }, { id: 'b', name: 'code', input: { source: 'return typeof process' } }] }, { text: 'Done.' }]), { tools });
    expect(output.toolCalls.map((call) => call.output)).toEqual([8, 'undefined']);
  });

  it('must answer at the last step: no tools are offered then', async () => {
    const model = scripted([sumCall, { text: 'Enough.', toolCalls: sumCall.toolCalls }]);
    const output = await run(model, { tools: ['calculator'], maximumSteps: 2 });
    expect(model.asked.map((request) => request.tools.length)).toEqual([1, 0]);
    expect(output).toMatchObject({ text: 'Enough.', steps: 2 });
  });

  it('stops when it is told to', async () => {
    const context = fakeContext();
    const slow: Model = { name: 'slow', offline: false, call: (request) => new Promise((_resolve, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason))) };
    const outcome = run(slow, {}, context).catch((error: unknown) => error);
    context.abort(new StepAbort('cancel'));
    expect(await outcome).toMatchObject({ name: 'StepAbort', reason: 'cancel' });
  });
});

describe('an output schema', () => {
  const outputSchema = { type: 'object', properties: { grade: { type: 'integer' } }, required: ['grade'] };

  it.each(['{"grade": 3}', '```json\n{"grade": 3}\n```', 'Here it is: {"grade": 3}. Glad to help.'])('is met by %j', async (text) => {
    await expect(run(scripted([{ text }]), { outputSchema })).resolves.toMatchObject({ value: { grade: 3 } });
  });

  it('is asked for once more when the answer does not fit', async () => {
    const model = scripted([{ text: '{"grade": "good"}' }, { text: '{"grade": 2}' }]);
    await expect(run(model, { outputSchema })).resolves.toMatchObject({ value: { grade: 2 }, steps: 2 });
    expect(JSON.stringify(model.asked[1]!.messages.at(-1))).toContain('does not fit the schema');
    expect(model.asked[0]!.system).toContain('JSON Schema');
  });

  it('fails the step when the second answer does not fit either', async () => {
    expect(await failureOf(run(scripted([{ text: 'no' }, { text: 'no' }]), { outputSchema }))).toMatchObject({ type: 'OutputError', retryable: true });
  });
});

describe('the offline model', () => {
  const offline = createOfflineModel(0);
  const text = 'Summarise this:\nNorthwind Looms had a good year. Revenue grew with strong demand. Anna Lindqvist leads the company. A late delivery was a problem.';

  it('says that it answered, and says the same again', async () => {
    const output = await run(offline, { prompt: text });
    expect(output).toMatchObject({ model: 'offline', offline: true, note: expect.stringContaining('offline model') as string });
    expect(output.text.length).toBeGreaterThan(20);
    await expect(run(offline, { prompt: text })).resolves.toEqual(output);
  });

  it('streams words', async () => {
    const context = fakeContext();
    const output = await run(offline, { prompt: text }, context);
    const partial = context.frames.filter((frame) => frame.type === 'model.partial');
    expect(partial.length).toBeGreaterThan(5);
    expect(partial.map((frame) => frame.text).join('')).toBe(output.text);
  });

  it('says that nothing was found where nothing stands below the last heading', async () => {
    const prompt = 'Answer the task: is it worth it?\nNotes:\n';
    expect((await run(offline, { prompt })).text).toBe('Nothing has been found.');
    const outputSchema = { type: 'object', properties: { answer: { type: 'string' }, points: { type: 'array', items: { type: 'string' }, minItems: 1 } }, required: ['answer', 'points'] };
    expect((await run(offline, { prompt, outputSchema })).value).toEqual({ answer: 'Nothing has been found.', points: ['Nothing has been found.'] });
    // What a tool said is found, too.
    expect((await run(offline, { prompt: 'What is 3 * 4? Look here:\n', tools: ['calculator'] })).text).not.toContain('Nothing');
  });

  it('uses the tools that fit what is asked, once each', async () => {
    const output = await run(offline, { prompt: 'What is (12 + 3) * 4?', tools: ['http', 'calculator', 'code'] });
    expect(output.toolCalls).toMatchObject([{ tool: 'calculator', output: 60 }]);
    respond = (_request, _body, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"hits":["one good thing"]}');
    const tools = [{ kind: 'http', name: 'search', description: 'Searches.', url: `${base}/search`, parameters: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] } }];
    const searched = await run(offline, { prompt: 'Find out about Tideway Textiles and its looms.', tools });
    expect(searched.toolCalls).toHaveLength(1);
    expect(calls[0]!.url).toMatch(/^\/search\?query=.*tideway/);
  });

  it.each([
    { type: 'object', properties: { sentiment: { enum: ['positive', 'neutral', 'negative'] }, score: { type: 'number', minimum: -1, maximum: 1 } }, required: ['sentiment', 'score'] },
    { type: 'object', properties: { entities: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 4 } }, required: ['entities'], additionalProperties: false },
    { type: 'array', items: { type: 'object', properties: { title: { type: 'string', minLength: 3, maxLength: 20 }, rank: { type: 'integer', minimum: 1, maximum: 5 }, at: { type: 'string', format: 'date' } }, required: ['title', 'rank', 'at'] }, minItems: 5, maxItems: 5 },
    { $ref: '#/$defs/verdict', $defs: { verdict: { type: 'object', properties: { ok: { type: 'boolean' }, why: { anyOf: [{ type: 'null' }, { type: 'string' }] }, kind: { const: 'verdict' } }, required: ['ok', 'why', 'kind'] } } },
    { type: 'integer', exclusiveMinimum: 10, maximum: 12 },
    { type: 'number', minimum: 0, maximum: 10, multipleOf: 0.5 },
    { allOf: [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { b: { type: 'integer' } }, required: ['b'] }] },
  ] as JsonObject[])('answers with JSON that fits %j', async (outputSchema) => {
    const { value } = await run(offline, { prompt: text, outputSchema });
    expect(new Validator(outputSchema, '2020-12').validate(value).errors).toEqual([]);
  });

  it('reads the mood of a text', async () => {
    const outputSchema = { type: 'object', properties: { sentiment: { enum: ['negative', 'positive'] } }, required: ['sentiment'] };
    const moodOf = async (prompt: string) => (await run(offline, { prompt, outputSchema })).value;
    expect(await moodOf('How is this? Excellent growth, strong profit, happy customers.')).toEqual({ sentiment: 'positive' });
    expect(await moodOf('How is this? A lawsuit, a breach, weak sales and angry customers.')).toEqual({ sentiment: 'negative' });
  });
});

describe('the choice of a provider', () => {
  it('is the offline model without a configuration, and when it is asked for', () => {
    expect(chooseModel('', '', {}).offline).toBe(true);
    expect(chooseModel('offline', '', { HEDDLE_AI_BASE_URL: base, HEDDLE_AI_MODEL: 'm' }).offline).toBe(true);
  });

  it('takes the configured one, by name too, and says what is missing', () => {
    expect(chooseModel('', '', { HEDDLE_AI_BASE_URL: base, HEDDLE_AI_MODEL: 'm' })).toMatchObject({ name: 'm', offline: false });
    expect(chooseModel('my lab', 'x', { HEDDLE_AI_MY_LAB_BASE_URL: base })).toMatchObject({ name: 'x' });
    expect(() => chooseModel('acme', '', {})).toThrow('HEDDLE_AI_ACME_BASE_URL');
    expect(() => chooseModel('', '', { HEDDLE_AI_BASE_URL: base })).toThrow('HEDDLE_AI_MODEL');
  });
});

describe('an OpenAI-compatible provider', () => {
  const provided = () => chooseModel('', '', { HEDDLE_AI_BASE_URL: `${base}/v1`, HEDDLE_AI_API_KEY: 'sk-very-secret', HEDDLE_AI_MODEL: 'test-model' });
  const stream = (chunks: unknown[]) => (_request: IncomingMessage, _body: string, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const chunk of chunks) response.write(`data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'test-model', ...(chunk as object) })}\n\n`);
    response.end('data: [DONE]\n\n');
  };
  const delta = (content: unknown, finish: string | null = null) => ({ choices: [{ index: 0, delta: content, finish_reason: finish }] });
  const usage = { choices: [], usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 } };

  it('streams text, and counts tokens', async () => {
    respond = stream([delta({ role: 'assistant', content: 'Hel' }), delta({ content: 'lo.' }), delta({}, 'stop'), usage]);
    const context = fakeContext();
    await expect(run(provided(), { system: 'Be brief.', temperature: 0.3 }, context)).resolves.toMatchObject({ text: 'Hello.', model: 'test-model', offline: false, usage: { inputTokens: 12, outputTokens: 3 } });
    expect(context.frames.filter((frame) => frame.type === 'model.partial')).toHaveLength(2);
    const asked = JSON.parse(calls[0]!.body) as JsonObject;
    expect(asked).toMatchObject({ model: 'test-model', temperature: 0.3, stream: true, messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Say hello.' }] });
  });

  it('calls tools, and sends back what they said', async () => {
    const toolCall = { tool_calls: [{ index: 0, id: 'call-1', type: 'function', function: { name: 'calculator', arguments: '{"expression":"2+2"}' } }] };
    let round = 0;
    respond = (request, body, response) => (round++ === 0 ? stream([delta(toolCall), delta({}, 'tool_calls'), usage]) : stream([delta({ content: 'Four.' }), delta({}, 'stop'), usage]))(request, body, response);
    await expect(run(provided(), { tools: ['calculator'] })).resolves.toMatchObject({ text: 'Four.', steps: 2, toolCalls: [{ tool: 'calculator', output: 4 }] });
    expect(JSON.parse(calls[1]!.body)).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant', tool_calls: [{ id: 'call-1' }] }, { role: 'tool', tool_call_id: 'call-1', content: '4' }] });
  });

  it.each([
    [401, 'ProviderAuthError', false],
    [403, 'ProviderAuthError', false],
    [400, 'ProviderError', false],
    [429, 'ProviderError', true],
    [500, 'ProviderError', true],
    [503, 'ProviderError', true],
  ])('that answers %i fails the step as %s, retried: %s, without telling the key', async (status, type, retryable) => {
    respond = (request, _body, response) => void response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '3' }).end(JSON.stringify({ error: { message: `bad key ${request.headers.authorization}` } }));
    const failure = await failureOf(run(provided(), {}));
    expect(failure).toMatchObject({ type, retryable });
    expect(JSON.stringify(failure.toStepError())).not.toContain('sk-very-secret');
    expect(calls).toHaveLength(1);
  });

  it('that cannot be reached is tried again later', async () => {
    const gone = chooseModel('', '', { HEDDLE_AI_BASE_URL: 'http://127.0.0.1:1/v1', HEDDLE_AI_MODEL: 'm' });
    expect(await failureOf(run(gone, {}))).toMatchObject({ type: 'ProviderError', retryable: true });
  });

  it('is left when the step is stopped', async () => {
    respond = (_request, _body, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${JSON.stringify({ id: '1', created: 1, model: 'm', ...delta({ content: 'I ' }) })}\n\n`);
    const context = fakeContext();
    const outcome = run(provided(), {}, context).catch((error: unknown) => error);
    await expect.poll(() => context.frames.length).toBe(1);
    context.abort(new StepAbort('timeout'));
    expect(await outcome).toMatchObject({ name: 'StepAbort', reason: 'timeout' });
  });
});
