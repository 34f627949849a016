import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { compileExpression, compileTemplate } from './compile.ts';
import { BUDGET } from './meter.ts';
import { emptyScope } from './scope.fixture.ts';
import { ExpressionError } from './template.ts';
import { bestCalmMs } from './pace.fixture.ts';

const big = Array.from({ length: 50_000 }, (_, index) => index);
const rows = Array.from({ length: 50_000 }, (_, index) => ({ id: index, name: `name ${index}`, tags: ['a', 'b'] }));
let deep: Json = 1;
for (let i = 0; i < 5_000; i++) deep = [deep];
const text = 'a'.repeat(2_000_000);
const scope = emptyScope({ input: { big, rows, deep, text, words: Array.from({ length: 20_000 }, (_, i) => `${'x'.repeat(50)}${i}`) } as Json });

const doubling = (start: string, times: number) => Array.from({ length: times }, (_, i) => `cel.bind(v${i}, ${i === 0 ? start : `v${i - 1} + v${i - 1}`}, `).join('') + `v${times - 1}` + ')'.repeat(times);
const nesting = (start: string, times: number) => Array.from({ length: times }, (_, i) => `cel.bind(v${i}, ${i === 0 ? start : `[v${i - 1}, v${i - 1}]`}, `).join('') + `v${times - 1}` + ')'.repeat(times);

const stopped: [string, string][] = [
  ['loops within loops', 'input.big.map(a, input.big.map(b, a + b))'],
  ['loops within loops that give nothing back', 'input.big.all(a, input.big.all(b, a + b >= 0))'],
  ['failures caught in loops', 'range(100000).exists(a, input.nothing == a)'],
  ['text that doubles', doubling('"x"', 25)],
  ['lists that double', doubling('[1]', 25)],
  ['lists that share their parts', nesting('["x"]', 25)],
  ['the input, many times over', 'range(1000).map(i, input)'],
  ['a long range', 'range(100000000)'],
  ['padding to the sky', 'padStart("x", 1000000000)'],
  ['replacing letters by words', 'replace(input.text, "a", "aaaaaaaaaa")'],
  ['joining copies', 'range(10000).map(i, input.text).join("")'],
  ['a look into a long list for each item', 'input.big.filter(a, a in input.big)'],
  ['text turned to JSON in a loop', 'range(100000).map(i, toJson(input.rows))'],
  ['hashing in a loop', 'range(1000).map(i, hash(input.text))'],
  ['a pattern of many states', 'input.text.matches("(a|b|c|d|e|f|g)*(h|i|j|k|l|m){1,20}")'],
  ['comparing long texts in a loop', 'range(100000).filter(i, input.text == input.text + "")'],
  ['sorting by long texts', 'input.rows.sortBy(r, input.text + string(r.id))'],
  ['distinct over deep values', 'range(100000).map(i, input.rows).distinct()'],
  ['flattening what is huge', 'range(1000).map(i, input.big).flatten()'],
  ['a deep value as text', 'toJson(input.deep)'],
  ['deep equality', 'input.deep == flatten(input.deep)'],
  ['parsing deep text', 'parseJson(join(range(3000).map(i, "["), "") + join(range(3000).map(i, "]"), ""))'],
  ['splitting into letters in a loop', 'range(1000).map(i, input.text.split(""))'],
  ['merging in a loop', 'range(100000).map(i, merge({"a": 1}, {"b": input.rows})).map(m, toJson(m))'],
];

describe('a hostile expression', () => {
  it.each(stopped)('of %s is stopped by its budget, before it holds the event loop', (_what, source) => {
    const template = compileExpression(source);
    try { template.evaluate(scope); } catch { /* once before, so that only the expression is timed and not the compiler */ }
    expect(bestCalmMs(50, () => expect(() => template.evaluate(scope)).toThrow(ExpressionError))).toBeLessThan(50);
  });

  it.each([
    ['a price for each of 20,000 rows', 'sum(slice(input.rows, 0, 20000).map(r, r.id * 2)) > 0'],
    ['a filter over 40,000 items', 'size(slice(input.big, 0, 40000).filter(n, n % 2 == 0)) == 20000'],
    ['sorting 5,000 texts', 'size(sort(slice(input.words, 0, 5000))) == 5000'],
  ])('is told from an honest one: %s', (_what, source) => {
    const template = compileExpression(source);
    template.evaluate(scope);
    expect(bestCalmMs(400, () => expect(template.evaluate(scope)).toBe(true))).toBeLessThan(400);
  });

  it('spends the same whatever the machine does: it is stopped at the same place each time', () => {
    const template = compileExpression('range(100000).map(a, a * a + a)');
    const results = Array.from({ length: 3 }, () => { try { return template.evaluate(emptyScope()); } catch (error) { return (error as Error).message; } });
    expect(new Set(results.map(String)).size).toBe(1);
    expect(results[0]).toContain(String(BUDGET.operations));
  });

  it.each(['input.constructor', 'input.__proto__', '"a".constructor', 'input.big.__proto__', 'input["constructor"]', 'vars.toString', 'nodes.a.constructor', '{"a": 1}.constructor'])('gets nothing of JavaScript: %s', (source) => {
    const own = emptyScope({ input: { big: [1] }, nodes: { a: {} } });
    expect(() => compileExpression(source).evaluate(own)).toThrow(ExpressionError);
  });

  it.each(['nodes.constructor.output', 'nodes.__proto__.output'])('finds no step by the names of JavaScript: %s', (source) => {
    expect(() => compileExpression(source).evaluate(emptyScope())).toThrow(/no step/);
  });

  it('may use the names of JavaScript as keys of its own', () => {
    const result = compileExpression('{"__proto__": {"a": 1}, "constructor": 2}').evaluate(emptyScope()) as Record<string, Json>;
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"a":1},"constructor":2}');
    expect(compileExpression('{"__proto__": 5}.__proto__').evaluate(emptyScope())).toBe(5);
  });

  it.each([
    ['too long', `1${' + 1'.repeat(10_000)}`],
    ['of too many parts', `[${Array.from({ length: 5_000 }, () => '1').join(',')}]`],
    ['nested too deeply', `${'('.repeat(500)}1${')'.repeat(500)}`],
    ['of loops five deep', '[1].map(a, [1].map(b, [1].map(c, [1].map(d, [1].map(e, 1)))))'],
  ])('that is %s is refused when it is compiled, at once', (_what, source) => {
    expect(bestCalmMs(600, () => expect(() => compileExpression(source)).toThrow(ExpressionError))).toBeLessThan(600);
  });

  it('shares one budget among all expressions of one value', () => {
    const many = compileTemplate(Array.from({ length: 2_000 }, () => '{{ input.big.map(a, a) .size() }}'));
    expect(bestCalmMs(400, () => expect(() => many.evaluate(scope)).toThrow(/stopped/))).toBeLessThan(400);
  });

  it('cannot fill a value with copies of the input', () => {
    expect(() => compileTemplate(Array.from({ length: 2_000 }, () => '{{ input }}')).evaluate(scope)).toThrow(ExpressionError);
  });

  it('has no clock, no chance and no locale', () => {
    for (const source of ['now()', 'random()', 'uuid()', 'timestamp("2020-01-01T00:00:00Z")', 'input.getHours("Europe/Berlin")']) expect(() => compileExpression(source)).toThrow(ExpressionError);
  });
});
