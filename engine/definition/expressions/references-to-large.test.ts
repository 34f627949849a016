import { describe, expect, test } from 'vitest';
import { type Json, toJson } from '../json.ts';
import { asValue, type Look, NeedsValues, Ref, wholeValue } from '../ref.ts';
import { sha256 } from '../sha256.ts';
import { compileExpression, compileTemplate } from './compile.ts';
import { codePoints } from './functions/text.ts';
import type { ExpressionScope } from './template.ts';

const kept = new Map<string, Json>();
const look: Look = (ref) => kept.get(ref.hash);

function refTo(value: Json): Json {
  const text = JSON.stringify(toJson(value));
  const hash = sha256(text);
  kept.set(hash, toJson(value));
  const type = typeof value === 'string' ? 'string' : Array.isArray(value) ? 'list' : 'map';
  const length = typeof value === 'string' ? codePoints(value) : Object.keys(value as object).length;
  return asValue(new Ref({ hash, bytes: text.length, type, length }));
}

// As values of a history are: keys sorted.
const doc: Json = toJson({ title: 'Wool 🐑', pages: [3, 1, 2], parts: { b: 'x', a: ['y', null] }, note: null });
const list: Json = [{ n: 2, tag: 'b' }, { n: 1, tag: 'a' }];

function scopeOf(value: (of: Json) => Json, at: Look | undefined): ExpressionScope {
  const outputs: Record<string, Json> = { doc: value(doc), list: value(list), text: value('a, b'), mixed: { inner: value(doc), n: 1 }, many: [value(doc), value(list), 7] };
  return {
    input: value(doc), vars: { big: value(list), small: 3 }, run: { id: 'r' }, now: '2030-01-01T00:00:00Z', locals: { item: value(doc), index: 0, previous: null }, look: at,
    node: (id) => (id in outputs ? { status: 'completed', output: outputs[id]!, error: null } : undefined),
  };
}

const asItIs = (of: Json): Json => of;

const LOOKS_INTO = [
  'nodes.doc.output.title', 'nodes.doc.output["pages"][1]', 'nodes.doc.output.?none.orValue(4)', 'has(nodes.doc.output.parts.a)', 'has(nodes.doc.output.none)', 'default(nodes.doc.output.note, "no")',
  'nodes.list.output.map(x, x.n)', 'nodes.list.output.filter(x, x.n > 1)', 'nodes.list.output.all(x, has(x.tag))', 'nodes.list.output.exists(x, x.tag == "a")', 'nodes.list.output.sortBy(x, x.n)', 'nodes.doc.output.map(k, k)',
  'nodes.text.output + "!"', 'nodes.text.output == "a, b"', '"a, b" == nodes.text.output', 'nodes.doc.output == nodes.mixed.output.inner', 'nodes.doc.output != input', '"title" in nodes.doc.output', '{"n": 2, "tag": "b"} in nodes.list.output',
  'toJson(nodes.doc.output)', 'toJson(nodes.mixed.output)', 'string(nodes.many.output)', 'merge(nodes.doc.output, {"title": "other"})', 'keys(vars.big[0])', 'split(nodes.text.output, ",")', 'nodes.list.output + [1]',
  'nodes.mixed.output == {"inner": input, "n": 1}', 'cel.bind(d, nodes.doc.output, d.title + d.parts.b)', 'nodes.many.output.map(x, type(x) == "map" ? x.title : "")', 'item.pages', 'vars.big[1].tag', 'size(nodes.many.output[0].pages)',
  'nodes.doc.output.title == "Wool 🐑" && nodes.text.output.contains("a")', '"text: {{ nodes.text.output }}" == "" ? 1 : 2', 'optional.of(nodes.doc.output).value().title', 'nodes.doc.output.none',
];

const HANDS_ON = ['nodes.doc.output', 'input', 'item', '[nodes.doc.output, vars.big]', '{"a": nodes.doc.output, "n": vars.small}', 'nodes.mixed.output', 'nodes.mixed.output.n', 'nodes.many.output', 'nodes.many.output.filter(x, true)', 'true ? nodes.doc.output : null', 'default(nodes.doc.output, 1)', 'cel.bind(d, nodes.doc.output, [d, d])', 'nodes.doc'];
const KNOWS_WITHOUT = ['size(nodes.doc.output)', 'size(nodes.text.output)', 'nodes.list.output.size()', 'type(nodes.doc.output)', 'type(nodes.text.output)', 'nodes.doc.output == null', 'nodes.doc.output != null', 'null == item', 'nodes.text.output == 3'];

/** The outcome with the values in place, failures included. */
function outcome(source: string, scope: ExpressionScope): unknown {
  try {
    return { gives: compileExpression(source).evaluate(scope) };
  } catch (error) {
    if (error instanceof NeedsValues) throw error;
    return { fails: (error as Error).message };
  }
}

describe('an expression over references', () => {
  test.each([...LOOKS_INTO, ...HANDS_ON, ...KNOWS_WITHOUT])('comes to the same as over the values: %s', (source) => {
    expect(wholeValue(outcome(source, scopeOf(refTo, look)), look)).toEqual(outcome(source, scopeOf(asItIs, undefined)));
  });

  test.each(LOOKS_INTO)('asks for what it looks into: %s', (source) => {
    if (outcomeNeeds(source)) return;
    throw new Error('It came to an end without the value.');
  });

  test.each([...HANDS_ON, ...KNOWS_WITHOUT])('needs nothing for what it only hands on: %s', (source) => {
    expect(() => outcome(source, scopeOf(refTo, () => undefined))).not.toThrow();
  });
});

function outcomeNeeds(source: string): boolean {
  try {
    outcome(source, scopeOf(refTo, () => undefined));
    // Two of the list look into nothing that is large.
    return source.startsWith('"text:');
  } catch (error) {
    return error instanceof NeedsValues && error.refs.length > 0;
  }
}

test('what is asked for at once is whatever else the expressions name', () => {
  const template = compileTemplate({ a: '{{ nodes.doc.output.title }}', b: 'Text {{ nodes.text.output }}', c: '{{ nodes.many.output[1][0].n }}' });
  const asked: number[] = [];
  for (const scope = scopeOf(refTo, (ref) => (had.has(ref.hash) ? kept.get(ref.hash) : undefined)), had = new Set<string>(); asked.length < 5; ) {
    try {
      expect(template.evaluate(scope)).toEqual({ a: 'Wool 🐑', b: 'Text a, b', c: 2 });
      break;
    } catch (error) {
      if (!(error instanceof NeedsValues)) throw error;
      asked.push(error.refs.length);
      for (const ref of error.refs) had.add(ref.hash);
    }
  }
  expect(asked).toEqual([3]);
});

test('a reference within text is put in whole, and as a part of a value stays one', () => {
  const scope = scopeOf(refTo, look);
  expect(compileTemplate('<{{ nodes.list.output }}>').evaluate(scope)).toBe('<[{"n":2,"tag":"b"},{"n":1,"tag":"a"}]>');
  const { kept: part } = compileTemplate({ kept: '{{ nodes.doc.output }}' }).evaluate(scope) as { kept: Json };
  expect(part).toBeInstanceOf(Ref);
});

test('without a look nothing is at hand', () => {
  expect(() => compileExpression('nodes.doc.output.title').evaluate(scopeOf(refTo, undefined))).toThrow(NeedsValues);
});
