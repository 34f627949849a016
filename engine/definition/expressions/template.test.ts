import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { checkExpression, checkTemplateText } from './check.ts';
import { bareExpression, compileExpression, compileTemplate, literalTemplate } from './compile.ts';
import { emptyScope } from './scope.fixture.ts';
import { splitTemplate } from './scan.ts';
import { ExpressionError } from './template.ts';

const scope = emptyScope({
  input: { n: 7, half: 0.5, name: 'Ada', list: [3, 1, 2], none: null, yes: true, order: { id: 'o1', items: [{ price: 2, qty: 3 }, { price: 1.5, qty: 2 }] }, 'odd-key': 1 },
  vars: { total: 10 },
  nodes: { a: { output: { body: { ok: true } } }, 'b-c': { output: 5 }, gone: { status: 'skipped', output: null }, failed: { status: 'failed', output: null, error: { type: 'HttpError', message: 'no' } } },
  locals: { item: { id: 4 }, index: 2 },
});
const run = (source: string) => compileExpression(source).evaluate(scope);
const fill = (value: Json) => compileTemplate(value).evaluate(scope);
const failure = (act: () => unknown): ExpressionError => {
  try {
    act();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
};

describe('an expression', () => {
  it.each<[string, Json]>([
    ['input.n + 1', 8], ['input.n / 2', 3.5], ['size(input.list) * 1.5', 4.5], ['input.n % 2 == 1', true], ['1 - input.half', 0.5], ['7 / 2', 3], ['7.0 / 2', 3.5], ['-input.n', -7], ['input.n * -1', -7], ['2 * 3 + 4', 10],
    ['input.n == 7', true], ['input.n > 6.5', true], ['input.n != "7"', true], ['1 == 1.0', true], ['[1, 2] == [1.0, 2.0]', true], ['{"a": 1} == {"a": 1.0}', true],
    ['"a" < "b"', true], ['"\u{1F600}" > "\uFFFD"', true], ['input.yes && input.n > 1', true], ['input.missing || input.yes', true], ['input.yes || input.missing', true], ['false && input.missing', false],
    ['input.yes ? "y" : "n"', 'y'], ['3 in input.list', true], ['"n" in input', true], ['input.list[0]', 3], ['input["name"]', 'Ada'], ['input["odd-key"]', 1],
    ['has(input.order.id)', true], ['has(input.order.nope.deeper)', false], ['has(input.none)', true], ['input.?nope', null], ['input.?nope.deeper.orValue(3)', 3], ['input.?n.orValue(3)', 7], ['input.?nope.hasValue()', false],
    ['default(input.nope.deeper, "x")', 'x'], ['default(input.none, "x")', 'x'], ['input.nope.default(2)', 2], ['default(input.n, 2)', 7], ['default(nodes.gone.output.x, 0)', 0], ['default(nodes.nowhere.output, 0)', 0],
    ['input.order.items.map(i, i.price * i.qty)', [6, 3]], ['sum(input.order.items.map(i, i.price * i.qty))', 9], ['input.list.filter(x, x > 1)', [3, 2]], ['input.list.exists(x, x == 2)', true], ['input.list.all(x, x > 0)', true], ['input.list.map(item, item * 2)', [6, 2, 4]], ['input.order.map(k, k)', ['id', 'items']],
    ['input.list.map(x, [1, 2].map(y, x * y))', [[3, 6], [1, 2], [2, 4]]], ['[1, 2].exists(x, input.nope == x || x == 2)', true], ['[[1], [2]].map(x, x[0])', [1, 2]],
    ['nodes.a.output.body.ok', true], ['nodes["b-c"].output', 5], ['nodes.gone.status', 'skipped'], ['nodes.failed.error.type', 'HttpError'], ['nodes.a', { error: null, output: { body: { ok: true } }, status: 'completed' }],
    ['vars.total', 10], ['run.workflow', 'test'], ['now', '2026-03-01T10:00:05.000Z'], ['item.id + index', 6], ['input', scope.input],
    ['"a" + "b"', 'ab'], ['[1] + [2]', [1, 2]], ['"it\'s {{ fine }}"', "it's {{ fine }}"], ['r"\\d"', '\\d'], ['null', null], ['1 // the rest is a remark', 1], ['{"b": 1, "a": {"c": [null]}}', { a: { c: [null] }, b: 1 }], ['-0.0', 0], ['cel.bind(x, input.n, x * x)', 49], ['optional.of(1).orValue(2)', 1], ['optional.none().orValue(2)', 2], ['0x10', 16], ['"日本語".size()', 3], ['size("😀")', 1],
  ])('%s gives %j', (source, expected) => {
    expect(run(source)).toEqual(expected);
    expect(run(`{{ ${source}\n}}`)).toEqual(expected);
  });

  it.each<[string, RegExp]>([
    ['input.nope', /^input has no "nope"; it has .*name/], ['input.order.customer.name', /^input\.order has no "customer"; it has id, items\.$/], ['nodes.gone.output.x', /^nodes\.gone\.output is null, so it has no "x"\.$/], ['input.list.id', /is a list; take an item/], ['input.list[9]', /has 3 items; there is none at 9/], ['input.name.length', /is a string; it has no "length"/],
    ['nodes.nowhere.output', /no step "nowhere"/], ['previous.x', /exists only inside a loop/], ['"a" + input.n', /string\(…\)/], ['1 / 0', /Division by zero/], ['input.n / 0', /Division by zero/], ['1 % 0', /Division by zero/], ['9223372036854775807 + 1', /64 bits/], ['1e308 * 10.0', /beyond/],
    ['input.name ? 1 : 2', /must be true or false, but is a string/], ['!input.n', /must be true or false/], ['input.n && true', /true or false/], ['"a" < 1', /no order/], ['"a" in "abc"', /contains/], ['upper(input.n)', /takes a text, not a number/], ['[1].exists(x, input.nope == x)', /no "nope"/], ['"\\u0000"', /NUL/], ['min([])', /empty list/], ['int("x")', /whole number/],
    ['formatDate(now, "YYYY", "Europe/Berlin")', /zones are not known/], ['parseDate("2026-02-30")', /no such date/], ['addDuration(now, "soon")', /no duration/], ['"a".matches("(?=a)")', /linear time/], ['input.?nope.value()', /without a value/],
  ])('%s fails with a sentence', (source, message) => {
    const error = failure(() => run(source));
    expect(error.message).toMatch(message);
    expect(error.kind).toBe('evaluation');
    expect(error.source).toBe(source);
  });

  it.each<[string, RegExp]>([
    ['', /empty/], ['1 +', /too early/], ['a b', /operator is missing|nothing called/], ['input.x = 1', /==/], ['"abc', /not closed/], ['foo', /nothing called foo/], ['node.a.output', /Did you mean nodes/], ['nodes', /Name a step/], ['nodes[input.x]', /written out/], ['shout(1)', /no function called shout/], ['upper()', /upper\(text\)/], ['b"x"', /bytes/], ['1u', /unsigned/], ['now()', /neither clock nor chance/], ['has(1)', /has\(\) takes a path/], ['{{ 1 }} and {{ 2 }}', /alone/], ['optional.maybe(1)', /optional\.of/],
  ])('%s is refused when it is compiled', (source, message) => {
    const error = failure(() => compileExpression(source));
    expect(error.kind).toBe('syntax');
    expect(error.message).toMatch(message);
  });

  it('tells its references, once parsed, with what makes them harmless', () => {
    expect(compileExpression('nodes.a.output.body + default(nodes["b-c"].output, 1) + input.list[0].map(item, item + vars.x)[index]').references).toEqual([
      { root: 'nodes', path: ['a', 'output', 'body'] },
      { root: 'nodes', path: ['b-c', 'output'], guarded: true },
      { root: 'input', path: ['list', '0'] },
      { root: 'vars', path: ['x'] },
      { root: 'index', path: [] },
    ]);
  });

  it('asks the scope only for the steps it names', () => {
    const asked: string[] = [];
    compileExpression('input.yes ? nodes.a.output : nodes.gone.output').evaluate({ ...scope, node: (id) => (asked.push(id), scope.node(id)) });
    expect(asked).toEqual(['a']);
  });
});

describe('a template', () => {
  it.each<[Json, Json]>([
    ['plain', 'plain'], ['{{ input.n }}', 7], [' {{ input.n }}', ' 7'], ['{{ input.n }}{{ input.n }}', '77'], ['n={{ input.n }}, {{ input.none }}, {{ input.list }}', 'n=7, , [3,1,2]'], ['{{ {"b": 1, "a": {"c": 2}} }}', { a: { c: 2 }, b: 1 }], ['x{{ {"b": 1, "a": 2} }}', 'x{"a":2,"b":1}'],
    ['{{ "}}" }}', '}}'], ["{{ '{{' }}", '{{'], ['{{ """a"}}"b""" }}', 'a"}}"b'], ['{{ r"\\d}}" }}', '\\d}}'], ['a }} b', 'a }} b'], ['{{ {"a": {"b": 1}}.a.b }}', 1], ['{{ 1 // }}\n }}', 1],
    [{ z: '{{ input.n }}', a: ['{{ input.name }}', 1, null] }, { a: ['Ada', 1, null], z: 7 }], [[[['{{ input.yes }}']]], [[[true]]]], [{ '{{ input.n }}': 1 }, { '{{ input.n }}': 1 }], [5, 5], [null, null],
  ])('%j gives %j', (value, expected) => {
    expect(fill(value)).toEqual(expected);
    expect(JSON.stringify(fill(value))).toBe(JSON.stringify(expected));
  });

  it('is constant when it holds no expression, and gives canonical JSON', () => {
    const template = compileTemplate({ b: 1, a: -0 });
    expect(template.constant).toBe(true);
    expect(JSON.stringify(template.evaluate(scope))).toBe('{"a":0,"b":1}');
    expect(literalTemplate('{{ input.n }}').evaluate(scope)).toBe('{{ input.n }}');
    expect(compileTemplate('{{ 1 }}').constant).toBe(false);
  });

  it('points to the string that failed, and into it', () => {
    const syntax = failure(() => compileTemplate({ a: [{ 'x/y': 'text {{ 1 + foo }}' }] }));
    expect(syntax).toMatchObject({ kind: 'syntax', pointer: '/a/0/x~1y', range: { start: 12, end: 15 } });
    const evaluation = failure(() => fill({ a: ['ok', 'text {{ input.nope }}'] }));
    expect(evaluation).toMatchObject({ kind: 'evaluation', pointer: '/a/1' });
    expect(evaluation.range).toEqual({ start: 8, end: 18 });
  });

  it.each(['{{ input.n', '{{ "abc }}', '{{ } }}', 'x {{', '{{ \'\'\'a }}'])('that is not closed is refused: %s', (text) => {
    expect(failure(() => compileTemplate(text)).message).toMatch(/never closed/);
  });

  it('shares what it passes on instead of copying it', () => {
    expect(fill('{{ input.order }}')).toBe((scope.input as { order: Json }).order);
    expect((fill({ x: '{{ input.order }}' }) as { x: Json }).x).toBe((scope.input as { order: Json }).order);
  });

  it('is split without losing a character', () => {
    const text = 'a {{ b }} c {{ {"d": "}}"} }}{{e}}';
    expect(splitTemplate(text).map((piece) => (piece.kind === 'text' ? piece.source : `{{${piece.source}}}`)).join('')).toBe(text);
    for (const piece of splitTemplate(text)) expect(text.slice(piece.start, piece.end)).toBe(piece.source);
    expect(bareExpression(' {{ x }} ')).toBe(' x ');
  });
});

describe('the check of an expression while it is written', () => {
  const schemaOf = (root: string, path: readonly string[]): Json | undefined => (root === 'input' && path[0] === 'n' ? { type: 'integer' } : root === 'input' && path[0] === 's' ? { type: 'string' } : undefined);

  it.each([['input.n + 1', 'number'], ['input.s', 'string'], ['input.s == "a"', 'bool'], ['[1].map(x, x)', 'list'], ['{"a": 1}', 'map'], ['input.q', 'any'], ['upper(input.q)', 'string'], ['input.q ? 1 : 2', 'number'], ['now', 'string'], ['has(input.q)', 'bool'], ['null', 'null'], ['cel.bind(x, 1, "a")', 'string']])('knows that %s is a %s', (source, type) => {
    expect(checkExpression(source, schemaOf)).toMatchObject({ type, problems: [] });
  });

  it.each([['input.n + input.s', /cannot be added/], ['!input.n', /true or false/], ['input.n ? 1 : 2', /true or false/], ['input.s * 2', /computes with numbers/], ['input.n == input.s', /never equal/], ['input.n < input.s', /no order/], ['1 in input.s', /looks into/], ['input.n.map(x, x)', /walks a list/]])('finds that %s cannot be computed', (source, message) => {
    const { problems } = checkExpression(source, schemaOf);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toMatch(message);
    expect(problems[0]!.kind).toBe('type');
  });

  it('gives places in the text as it was written', () => {
    const text = 'Hello {{ input.n + foo }}!';
    const { problems, references, type } = checkTemplateText(text, schemaOf);
    expect(problems.map(({ start, end }) => text.slice(start, end))).toEqual(['foo']);
    expect(references.map(({ start, end }) => text.slice(start, end))).toEqual(['input.n', 'foo']);
    expect(type).toBe('string');
    expect(checkExpression('{{ 1 + }}').problems[0]).toMatchObject({ kind: 'syntax', message: expect.stringMatching(/too early/) });
  });
});
