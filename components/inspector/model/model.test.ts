import { describe, expect, it } from 'vitest';
import { catalogue, definitionSchema, type ExpressionScope, type Json, type JsonObject } from '@/engine/index.ts';
import { proposalsAt, type ValueOf } from './completion.ts';
import { expressionAt, expressionsIn } from './expression-at.ts';
import { fieldsOf, isShown } from './fields.ts';
import { localFindings, findingsAt } from './findings.ts';
import { previewOf } from './preview.ts';
import { problemsOf } from './problems.ts';
import { effectiveRetry, waitsOf } from './retry.ts';
import { sightOf } from './sight.ts';
import { bareExpression, cellText, jsonText, readCell, readJson } from './value-text.ts';

const definition = definitionSchema.parse({
  heddle: 1,
  name: 'Trip',
  input: { type: 'object', properties: { name: { type: 'string', description: 'Who travels.' }, 'e-mail': { type: 'string' }, legs: { type: 'array', items: { type: 'object', properties: { to: { type: 'string' } } } } } },
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'hotel', type: 'http', name: 'Hotel', params: { method: 'POST', url: 'https://x.test' } },
    { id: 'note', type: 'set', params: { vars: { total: 1 } } },
    { id: 'each', type: 'map', params: { items: '{{ input.legs }}' } },
    { id: 'leg', type: 'transform', parent: 'each', params: { value: '' } },
    { id: 'done', type: 'end' },
  ],
  edges: [{ id: 'a', source: 'start', target: 'hotel' }, { id: 'b', source: 'hotel', target: 'each' }, { id: 'c', source: 'each', target: 'done' }],
});
const values: Record<string, Json> = { 'nodes.hotel.output.body': { ref: 'H-20931', 'x-y': 1 }, 'nodes.hotel.output.body.ref': 'H-20931' };
const valueOf: ValueOf = (root, path) => values[[root, ...path].join('.')];
const labels = (before: string, node = 'leg', quote: '"' | "'" = '"') => proposalsAt(before, sightOf(definition, catalogue, node), valueOf, quote)?.items.filter(({ kind }) => kind !== 'function').map(({ apply }) => apply) ?? null;

describe('the form of a node type', () => {
  it('has every parameter of every schema, with a control', () => {
    for (const spec of catalogue.values()) for (const field of fieldsOf(spec)) expect(field.control, `${spec.type}.${field.param}`).toBeTruthy();
    expect(fieldsOf(catalogue.get('http')!).map(({ param }) => param)).toEqual(['method', 'url', 'query', 'headers', 'body', 'response', 'expect', 'idempotent']);
  });
  it('knows from the schema what may be an expression, what is needed and what the limits are', () => {
    const http = Object.fromEntries(fieldsOf(catalogue.get('http')!).map((field) => [field.param, field]));
    expect([http['method']!.templated, http['response']!.templated, http['url']!.required, http['body']!.required]).toEqual([true, false, true, false]);
    expect([http['expect']!.textItems, fieldsOf(catalogue.get('approval')!).find(({ param }) => param === 'assignees')!.textItems]).toEqual([false, true]);
    expect(fieldsOf(catalogue.get('map')!).find(({ param }) => param === 'concurrency')).toMatchObject({ minimum: 1, maximum: 10_000, templated: true });
    expect(fieldsOf(catalogue.get('condition')!)[0]).toMatchObject({ mode: 'expression', control: 'expression' });
  });
  it('shows a field when its condition holds, and when an expression may make it hold', () => {
    const body = fieldsOf(catalogue.get('http')!).find(({ param }) => param === 'body')!;
    expect(['POST', 'GET', null, '{{ input.m }}'].map((method) => isShown(body, method === null ? {} : { method }, { method: 'GET' }))).toEqual([true, false, false, true]);
  });
  it('shows the time zone of a schedule save beside an interval, where it means nothing', () => {
    const zone = fieldsOf(catalogue.get('start')!).find(({ param }) => param === 'timezone')!;
    const beside = (params: JsonObject) => isShown(zone, { on: 'schedule', timezone: 'Europe/Berlin', ...params }, {});
    expect([beside({}), beside({ cron: '0 9 * * *' }), beside({ every: '1h' }), beside({ every: '1h', cron: '' }), beside({ every: '1h', cron: '0 9 * * *' }), beside({ every: '' })]).toEqual([true, true, false, false, true, true]);
  });
});

describe('completion', () => {
  it('of an agent offers its answer as it is given: text, or the members of its schema at value', () => {
    const schema = { type: 'object', properties: { kind: { type: 'string', description: 'Which it is.' } } };
    const offered = (before: string, outputSchema?: Json, seen?: Json) => {
      const nodes = [{ id: 'start', type: 'start' }, { id: 'ask', type: 'agent', params: { prompt: 'Which?', ...(outputSchema === undefined ? {} : { outputSchema }) } }, { id: 'read', type: 'transform', params: { value: '' } }];
      const sight = sightOf(definitionSchema.parse({ heddle: 1, name: 'Ask', nodes, edges: [{ id: 'a', source: 'start', target: 'ask' }, { id: 'b', source: 'ask', target: 'read' }] }), catalogue, 'read');
      return proposalsAt(before, sight, (root, path) => (path.at(-1) === 'output' ? seen : undefined))!.items.filter(({ kind }) => kind === 'member').map(({ label, detail, doc }) => [label, detail, doc]);
    };
    const text = ['text', 'string', 'The last answer, as text.'];
    expect(offered('nodes.ask.output.')[0]).toEqual(text);
    for (const seen of [undefined, { text: 'A bug', value: null }]) expect(offered('nodes.ask.output.', undefined, seen).map(([label]) => label)).not.toContain('value');
    expect(offered('nodes.ask.output.', schema).slice(0, 2)).toEqual([text, ['value', 'map', undefined]]);
    expect(offered('nodes.ask.output.value.', schema)).toEqual([['kind', 'string', 'Which it is.']]);
  });
  it('offers the roots that are there, and the locals of the containers round the node', () => {
    expect(labels('', 'leg')).toEqual(['input', 'nodes', 'vars', 'item', 'index', 'run', 'now']);
    expect(labels('', 'hotel')).toEqual(['input', 'nodes', 'vars', 'run', 'now']);
  });
  it('offers nodes in sight, those before first, and neither the container nor what follows', () => {
    expect(labels('nodes.')).toEqual(['start', 'hotel', 'note']);
    expect(labels('nodes.', 'hotel')).toEqual(['start', 'note']);
  });
  it('offers what the schema tells and what the last run held', () => {
    expect(labels('nodes.hotel.')).toEqual(['output', 'status', 'error']);
    expect(labels('nodes.hotel.output.')).toEqual(['status', 'headers', 'body']);
    expect(labels('1 + nodes.hotel.output.body.')).toEqual(['ref', '["x-y"]']);
    expect(labels('item.')).toEqual(['to']);
    expect(labels('input.legs[0].')).toEqual(['to']);
    expect(labels('vars.')).toEqual(['total']);
  });
  it('reaches a key that is no name by brackets, quoted so that JSON stays JSON', () => {
    expect(labels('input.', 'leg', "'")).toContain("['e-mail']");
  });
  it('tells where the proposal begins, its value and its words', () => {
    const found = proposalsAt('nodes.hotel.output.body.re', sightOf(definition, catalogue, 'leg'), valueOf)!;
    expect(found.from).toBe('nodes.hotel.output.body.'.length);
    expect(found.items.find(({ label }) => label === 'ref')).toMatchObject({ value: 'H-20931', detail: 'string' });
    expect(proposalsAt('input.', sightOf(definition, catalogue, 'leg'))!.items[0]).toMatchObject({ doc: 'Who travels.', detail: 'string' });
  });
  it('offers functions, with the cursor in their parentheses', () => {
    expect(proposalsAt('', sightOf(definition, catalogue, 'leg'))!.items.find(({ label }) => label === 'default')).toMatchObject({ apply: 'default()', back: 1 });
    const methods = proposalsAt('input.legs.', sightOf(definition, catalogue, 'leg'))!.items.map(({ label }) => label);
    expect(methods).toContain('map');
    expect(methods).not.toContain('has');
  });
  it('says nothing within a text of the expression', () => {
    expect(labels('"inp')).toBeNull();
  });
});

describe('expressions in a text', () => {
  it('knows the one the cursor stands in', () => {
    expect(expressionAt('a {{ input.x }} b', 12)?.source).toBe(' input.x');
    expect(expressionAt('a {{ input.x }} b', 17)).toBeNull();
    expect(expressionAt('{{ {"a": "}}"}.a }} {{ b', 24)?.source).toBe(' b');
  });
  it('finds those that are not closed', () => {
    expect(expressionsIn('x {{ a }} {{ b\nnext').map(({ start, end, closed }) => [start, end, closed])).toEqual([[2, 9, true], [10, 14, false]]);
  });
  it('tells slips at their place, also within JSON', () => {
    const sight = sightOf(definition, catalogue, 'leg');
    expect(problemsOf('{{ 1 + }}', 'template', sight.schemaOf)).toHaveLength(1);
    const text = '{ "a": "{{ 1 + }}" }';
    expect(problemsOf(text, 'json', sight.schemaOf)[0]!.start).toBeGreaterThanOrEqual(text.indexOf('{{'));
    expect(problemsOf('{ "a": "{{ input.name }}" }', 'json', sight.schemaOf)).toEqual([]);
  });
});

describe('the preview', () => {
  const scope: ExpressionScope = { input: { name: 'Ada' }, vars: {}, run: {}, now: '2030-01-01T00:00:00.000Z', node: () => undefined, locals: {} };
  it('resolves each text of a value that holds an expression', () => {
    expect(previewOf({ traveller: '{{ input.name }}', fixed: 1, list: ['{{ size(input.name) }}'] }, 'template', scope).lines).toEqual([
      { at: '/traveller', label: 'traveller', ok: true, value: 'Ada' },
      { at: '/list/0', label: 'list[0]', ok: true, value: 3 },
    ]);
    expect(previewOf('input.name == "Ada"', 'expression', scope).lines).toEqual([{ at: '', label: null, ok: true, value: true }]);
  });
  it('takes the default of what was not reached, and says for what', () => {
    const sight = { nodes: [{ id: 'map' }], locals: ['item'] };
    const without = (name: string) => ({ at: '', label: null, ok: true, without: `"${name}" was not reached in the last run.` });
    expect(previewOf('{{ default(item.amount, 0) * 2 }}', 'template', scope, sight).lines).toEqual([{ ...without('item'), value: 0 }]);
    expect(previewOf('has(item.amount)', 'expression', scope, sight).lines).toEqual([{ ...without('item'), value: false }]);
    for (const node of [() => undefined, () => ({ status: 'pending' as const, output: null, error: null })]) {
      expect(previewOf('{{ default(nodes.map.output.x, "none") }}', 'template', { ...scope, node }, sight).lines).toEqual([{ ...without('map'), value: 'none' }]);
      expect(previewOf('{{ default(item.x, 1) }} {{ nodes.map.output }}', 'template', { ...scope, node }, sight).lines[0]).toMatchObject({ ok: false, unknown: true });
    }
    expect(previewOf('{{ default(item.amount, 0) }}', 'template', { ...scope, locals: { item: { amount: 7 } } }, sight).lines).toEqual([{ at: '', label: null, ok: true, value: 7 }]);
  });
  it('tells of what is in sight and was not reached just that, and not that there is no such thing', () => {
    const sight = { nodes: [{ id: 'map' }], locals: ['item'] };
    expect(previewOf('{{ item.id }} of {{ nodes.map.output }}', 'template', scope, sight).lines).toEqual([{ at: '', label: null, ok: false, unknown: true, message: '"item" was not reached in the last run.' }]);
    expect(previewOf('size(nodes.map.output) > 1', 'expression', scope, sight).lines).toEqual([{ at: '', label: null, ok: false, unknown: true, message: '"map" was not reached in the last run.' }]);
    expect(previewOf('nodes.map.output', 'expression', { ...scope, node: () => ({ status: 'pending', output: null, error: null }) }, sight).lines[0]).toMatchObject({ unknown: true });
    expect(previewOf('nodes.ghost.output', 'expression', scope, sight).lines[0]).toMatchObject({ ok: false, message: 'There is no step "ghost" in sight of this expression.' });
    expect(previewOf('item.id', 'expression', { ...scope, locals: { item: { id: 7 } } }, sight).lines[0]).toMatchObject({ ok: true, value: 7 });
  });
  it('tells what fails with these data, and is silent about plain text and slips', () => {
    expect(previewOf('{{ input.gone.far }}', 'template', scope).lines[0]).toMatchObject({ ok: false });
    expect(previewOf('plain', 'template', scope).lines).toEqual([]);
    expect(previewOf('{{ 1 + }}', 'template', scope).lines).toEqual([]);
  });
});

describe('values as text', () => {
  it.each(['nodes.list.output.items', 'input["a"]', ' size(input.a) '])('knows the expression %j without its braces', (text) => {
    expect(bareExpression(text)).toBe(text.trim());
  });
  it.each(['[]', '"nodes.a"', 'true', '5', 'nodes.', '{{ input }}', 'hello', ''])('takes %j for none', (text) => {
    expect(bareExpression(text)).toBeNull();
  });
  it.each<[Json]>([['{{ input.x }}'], ['text'], [5], [null], [{ a: ['{{ b }}'] }]])('writes %j as JSON and reads it back', (value) => {
    expect(readJson(jsonText(value))).toEqual({ ok: true, value });
  });
  it.each<[Json]>([['text'], ['5'], ['true'], ['"quoted"'], [''], ['{{ input.x }}'], ['null'], [5], [true], [{ a: 1 }]])('writes %j in a cell and reads it back', (value) => {
    expect(readCell(cellText(value))).toEqual(value);
  });
});

describe('findings and retries', () => {
  it('belong to the field at their pointer or round it', () => {
    const found = localFindings([{ severity: 'error', code: 'x', message: 'm', pointer: '/nodes/1/params/body/a', node: 'hotel' }, { severity: 'error', code: 'y', message: 'w', pointer: '/input' }], 'hotel');
    expect([findingsAt(found, '/params/body').length, findingsAt(found, '/params/bo').length, findingsAt(found, '').length]).toEqual([1, 0, 1]);
  });
  it('take what the node says, then the workflow, then the type', () => {
    expect(effectiveRetry({ maximumAttempts: 5 }, { maximumAttempts: 2, initialInterval: '10s' }, 4)).toMatchObject({ maximumAttempts: 5, initialInterval: '10s', maximumInterval: '1m' });
    expect(effectiveRetry(undefined, undefined, 4).maximumAttempts).toBe(4);
    expect(effectiveRetry({ initialInterval: '5m' }, undefined).maximumInterval).toBe('5m');
    expect(waitsOf(effectiveRetry({ maximumAttempts: 8 }, undefined))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]);
  });
});
