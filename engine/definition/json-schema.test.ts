import { describe, expect, it } from 'vitest';
import { bestCalmMs } from './expressions/pace.fixture.ts';
import { checkSchemaDocument, compileSchema } from './json-schema.ts';
import type { Json, JsonObject } from './json.ts';

const problems = (schema: JsonObject, value: Json) => compileSchema(schema).validate(value);

describe('a value and its JSON Schema', () => {
  const order: JsonObject = {
    type: 'object',
    required: ['id', 'items'],
    additionalProperties: false,
    properties: {
      id: { type: 'string', pattern: '^o[0-9]+$' },
      email: { type: 'string', format: 'email' },
      state: { enum: ['new', 'paid'] },
      total: { type: 'number', minimum: 0, exclusiveMaximum: 100 },
      items: { type: 'array', minItems: 1, items: { type: 'object', properties: { qty: { type: 'integer' } }, required: ['qty'] } },
      'a/b': { type: ['string', 'null'] },
    },
  };

  it('that fit give no problem', () => {
    expect(problems(order, { id: 'o12', email: 'a@b.cd', state: 'new', total: 99.5, items: [{ qty: 1 }], 'a/b': null })).toEqual([]);
    expect(problems({}, [1, 'x', null])).toEqual([]);
  });

  it.each<[string, Json, string, RegExp]>([
    ['a wrong type', { id: 'o1', items: [{ qty: 'two' }] }, '/items/0/qty', /"items\.0\.qty" must be integer\.$/],
    ['a missing member', { items: [{ qty: 1 }] }, '/id', /needs "id"\.$/],
    ['a member too many', { id: 'o1', items: [{ qty: 1 }], extra: 1 }, '/extra', /"extra" is not expected here\.$/],
    ['a pattern', { id: 'x1', items: [{ qty: 1 }] }, '/id', /"id" does not look like \^o\[0-9\]\+\$\.$/],
    ['a format', { id: 'o1', email: 'nobody', items: [{ qty: 1 }] }, '/email', /"email" is no email\.$/],
    ['a choice', { id: 'o1', state: 'old', items: [{ qty: 1 }] }, '/state', /must be one of \["new","paid"\]\.$/],
    ['a minimum', { id: 'o1', total: -1, items: [{ qty: 1 }] }, '/total', /at least 0\.$/],
    ['a maximum', { id: 'o1', total: 100, items: [{ qty: 1 }] }, '/total', /less than 100\.$/],
    ['a list too short', { id: 'o1', items: [] }, '/items', /items/],
    ['a key that must be escaped', { id: 'o1', items: [{ qty: 1 }], 'a/b': 3 }, '/a~1b', /"a\/b" must be string, null\.$/],
  ])('that do not fit tell %s by pointer and sentence', (_what, value, pointer, message) => {
    const found = problems(order, value);
    expect(found.map((problem) => problem.pointer)).toEqual([pointer]);
    expect(found[0]!.message).toMatch(message);
  });

  it('tell all problems at once', () => {
    expect(problems(order, { id: 5, total: 'x', items: [{}, { qty: 1.5 }] }).map(({ pointer }) => pointer).sort()).toEqual(['/id', '/items/0/qty', '/items/1/qty', '/total']);
  });

  it('keep patterns inside alternatives and under references', () => {
    const schema: JsonObject = { anyOf: [{ pattern: '^a+$' }, { $ref: '#/$defs/b' }], $defs: { b: { pattern: '^b+$' } } };
    expect(problems(schema, 'aaa')).toEqual([]);
    expect(problems(schema, 'bbb')).toEqual([]);
    expect(problems(schema, 'abc')).not.toEqual([]);
  });

  it('do not mistake a property called "pattern" or "format" for the keyword', () => {
    const schema: JsonObject = { properties: { pattern: { type: 'string' }, format: { type: 'number' } } };
    expect(problems(schema, { pattern: 1, format: 2 }).map(({ pointer }) => pointer)).toEqual(['/pattern']);
  });

  it('are compared in bounded time, whatever the pattern', () => {
    const schema = compileSchema({ type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' }, u: { uniqueItems: true }, e: { format: 'uri' } } });
    const ms = bestCalmMs(500, () => {
      expect(schema.validate({ a: `${'a'.repeat(50_000)}!` })).toHaveLength(1);
      expect(schema.validate({ u: Array.from({ length: 100_000 }, (_, index) => ({ index })) })).toHaveLength(1);
      expect(schema.validate({ e: `http://${'a-'.repeat(50_000)}` })).toHaveLength(1);
    });
    expect(ms).toBeLessThan(500);
  });

  it('that go round in circles are refused, not followed for ever', () => {
    expect(compileSchema({ $ref: '#' }).validate(1)).toMatchObject([{ message: expect.stringMatching(/too deeply/) }]);
  });

  it('may describe trees by a reference to themselves', () => {
    const tree = compileSchema({ type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } }, name: { type: 'string' } } });
    expect(tree.validate({ name: 'a', children: [{ name: 'b', children: [] }] })).toEqual([]);
    expect(tree.validate({ name: 'a', children: [{ name: 7 }] }).map(({ pointer }) => pointer)).toEqual(['/children/0/name']);
  });
});

describe('a JSON Schema document', () => {
  const multiplying: JsonObject = { $ref: '#/$defs/d0', $defs: Object.fromEntries(Array.from({ length: 30 }, (_, i): [string, JsonObject] => [`d${i}`, i === 29 ? { type: 'string' } : { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] }])) };

  it.each<[string, Json, string]>([
    ['of an unknown type', { properties: { a: { type: 'text' } } }, '/properties/a/type'],
    ['that is no schema', { properties: { a: 5 } }, '/properties/a'],
    ['with a required that is no list', { required: 'a' }, '/required'],
    ['with an enum that is no list', { enum: 'a' }, '/enum'],
    ['with a length that is no count', { minLength: -1 }, '/minLength'],
    ['with a bound that is no number', { minimum: '1' }, '/minimum'],
    ['with a multiple of nothing', { multipleOf: 0 }, '/multipleOf'],
    ['with an empty choice of schemas', { anyOf: [] }, '/anyOf'],
    ['with properties that are a list', { properties: [] }, '/properties'],
    ['with a pattern that looks ahead', { pattern: '(?=a)b' }, '/pattern'],
    ['with a pattern that cannot be read', { pattern: '(' }, '/pattern'],
    ['with names that repeat over repetition', { patternProperties: { '^(a+)+$': {} } }, '/patternProperties/^(a+)+$'],
    ['with an id of its own', { $id: 'https://example.com/x' }, ''],
    ['with a reference to elsewhere', { $ref: 'other.json' }, '/$ref'],
    ['with references that multiply', multiplying, ''],
  ])('%s is refused at its place', (_what, schema, pointer) => {
    expect(checkSchemaDocument(schema).map((problem) => problem.pointer)).toEqual([pointer]);
    expect(() => compileSchema(schema as JsonObject)).toThrow(/Not a usable JSON Schema/);
  });

  it('of the usual kind is accepted', () => {
    expect(checkSchemaDocument({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'x', type: ['object', 'null'], properties: { a: { type: 'string', maxLength: 5, default: 'x', examples: ['y'], description: 'd' } }, patternProperties: { '^x-': true } })).toEqual([]);
  });
});
