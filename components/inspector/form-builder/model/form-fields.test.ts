import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';
import { fieldKind } from '@/components/ui/schema-form/model.ts';
import { copyName, fieldNameProblem, freshFieldName } from './field-name.ts';
import { DRAWN_AS, FIELD_TYPES, optionsOf, readType, schemaOfType, withOptions } from './field-type.ts';
import { readFields, writeFields, type FormField } from './form-fields.ts';
import { keptKeywords, moved, retyped, withCopy, withField, withKeyword, withoutField } from './edit-fields.ts';
import { LIMITS, limitProblem, readLimit } from './limits.ts';
import { isRenameSeen } from './rename-told.ts';

const text = (value: Json | undefined): string => JSON.stringify(value);
function fieldsOf(schema: Json | undefined): FormField[] {
  const read = readFields(schema);
  if (!read.ok) throw new Error(`refused: ${JSON.stringify(read.refusal)}`);
  return read.fields;
}
const form = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more });
const typeOf = (schema: Json): string => {
  const read = readType(schema);
  return read.ok ? read.type : read.why;
};

describe('what a schema is read as', () => {
  it.each<[Json, string]>([
    [{ type: 'string' }, 'text'], [{ type: ['string', 'null'] }, 'text'], [{ type: 'string', maxLength: 200 }, 'text'], [{ type: 'string', format: 'uuid' }, 'text'],
    [{ type: 'string', maxLength: 201 }, 'longText'], [{ type: 'string', format: 'multiline' }, 'longText'], [{ type: 'string', format: 'textarea' }, 'longText'], [{ type: 'string', contentMediaType: 'text/markdown' }, 'longText'],
    [{ type: 'number', minimum: 1 }, 'number'], [{ type: 'integer' }, 'integer'], [{ type: 'boolean' }, 'boolean'],
    [{ type: 'string', enum: ['a'] }, 'choice'], [{ enum: ['a', 'b'] }, 'choice'], [{ type: 'string', enum: [] }, 'choice'],
    [{ enum: ['a', 1] }, 'nested'], [{ enum: ['a', ''] }, 'nested'], [{ enum: ['a\nb'] }, 'nested'], [{ enum: [{}] }, 'nested'], [{ type: 'integer', enum: [1, 2] }, 'nested'],
    [{ type: 'array', items: { enum: ['a'] }, uniqueItems: true }, 'choices'], [{ type: 'array', items: { enum: ['a'] } }, 'nested'], [{ type: 'array', items: { enum: [1] }, uniqueItems: true }, 'nested'],
    [{ type: 'string', format: 'date' }, 'date'], [{ type: 'string', format: 'date-time' }, 'dateTime'], [{ type: 'string', format: 'email', maxLength: 320 }, 'email'], [{ type: 'string', format: 'uri' }, 'url'],
    [{ type: 'array', items: { type: 'string', minLength: 1 } }, 'texts'], [{ type: 'array', items: { type: 'number' } }, 'nested'], [{ type: 'array', items: { $ref: '#/$defs/a' } }, 'nested'], [{ type: 'array', items: { type: 'string', format: 'date' } }, 'nested'],
    [{}, 'json'], [{ type: 'object' }, 'json'], [{ type: ['object', 'array', 'null'] }, 'json'], [{ type: 'array' }, 'json'], [{ type: ['string', 'number'] }, 'json'],
    [{ type: 'object', properties: {} }, 'nested'], [{ type: 'array', items: { type: 'object', properties: { a: {} } } }, 'nested'],
    [true, 'bare'], ['text', 'bare'], [{ $ref: '#' }, 'reference'], [{ anyOf: [{}] }, 'combination'], [{ type: 'string', not: {} }, 'combination'], [{ if: {} }, 'condition'], [{ const: 1 }, 'fixed'], [{ title: 5 }, 'badWord'],
  ])('%j is %s', (schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });

  it.each([...FIELD_TYPES])('what is made as %s is read as that, and drawn so by the forms', (type) => {
    const schema = schemaOfType(type, ['a', 'b']);
    expect(typeOf(schema)).toBe(type);
    expect(DRAWN_AS[type]).toContain(fieldKind(schema));
  });
});

describe('a schema that no list of fields can say is refused', () => {
  it.each<[string, Json, string, string, string]>([
    ['is no object', 'text', 'notObject', '', ''],
    ['is of another type', { type: 'string' }, 'notObject', 'type', ''],
    ['may be null', { type: ['object', 'null'] }, 'notObject', 'type', ''],
    ['is no schema', form({ a: { type: 'string', minLength: -1 } }), 'faulty', 'minLength', ''],
    ['combines schemas', form({}, { allOf: [{}] }), 'combination', 'allOf', ''],
    ['depends', form({ a: {} }, { dependentRequired: { a: [] } }), 'condition', 'dependentRequired', ''],
    ['has names by pattern', form({}, { patternProperties: { '^x': {} } }), 'names', 'patternProperties', ''],
    ['has a list of values', form({}, { enum: [{}] }), 'fixed', 'enum', ''],
    ['needs what it does not declare', form({ a: {} }, { required: ['a', 'b'] }), 'notDeclared', 'required', 'b'],
    ['has a field of several schemas', form({ a: {}, 'b/c': { oneOf: [{}] } }), 'combination', 'oneOf', 'b/c'],
    ['has a field from elsewhere', form({ a: { $ref: '#/$defs/x' } }, { $defs: { x: {} } }), 'reference', '$ref', 'a'],
    ['has a field without a schema of its own', form({ a: true }), 'bare', '', 'a'],
    ['has a number for a name', form({ a: {}, 7: {} }), 'badName', '', '7'],
    ['has no name for a field', form({ '': {} }), 'badName', '', ''],
  ])('when it %s', (_, schema, why, keyword, field) => {
    expect(readFields(schema)).toEqual({ ok: false, refusal: { why, field, keyword } });
  });
});

describe('fields are written as they were read', () => {
  const documents: Json[] = [
    {}, { type: 'object' }, { title: 'Nothing yet' }, form({}), form({}, { required: [] }),
    { required: ['b', 'a'], additionalProperties: false, properties: { a: { title: 'A', type: 'string', 'x-own': [1] }, b: {} }, $comment: 'kept', type: 'object' },
    form({ z: { type: 'string' }, a: { type: 'integer' }, 'with-dash': {} }, { required: ['a', 'z', 'a'] }),
  ];
  it.each(documents)('%j', (schema) => {
    expect(text(writeFields(schema as JsonObject, fieldsOf(schema)))).toBe(text(schema));
  });

  it('also those of every example', () => {
    const read: JsonObject[] = [];
    const folder = join(import.meta.dirname, '../../../../examples');
    const walk = (value: Json): void => {
      if (Array.isArray(value)) for (const item of value) walk(item);
      if (!isJsonObject(value)) return;
      if (value['type'] === 'object' && isJsonObject(value['properties']) && readFields(value).ok) read.push(value);
      for (const member of Object.values(value)) walk(member);
    };
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) if (file.endsWith('.json') && !file.includes('histories')) walk(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json);
    expect(read.length).toBeGreaterThan(30);
    for (const schema of read) expect(text(writeFields(schema, fieldsOf(schema)))).toBe(text(schema));
  });

  it('a first field makes a form of nothing', () => {
    expect(writeFields({}, withField([]))).toEqual({ type: 'object', properties: { field1: { type: 'string' } } });
  });
  it('what must be filled in keeps its order, and no list is left where none was', () => {
    const schema = form({ a: {}, b: {}, c: {} }, { required: ['c', 'a'] });
    const [a, b, c] = fieldsOf(schema) as [FormField, FormField, FormField];
    expect(writeFields(schema, [a, { ...b, required: true }, c])['required']).toEqual(['c', 'a', 'b']);
    expect('required' in writeFields(schema, [b])).toBe(false);
    expect(writeFields(form({ a: {} }, { required: [] }), [b])['required']).toEqual([]);
  });
  it('the fields come in the order of the list', () => {
    const schema = form({ reason: {}, amount: {}, when: {} });
    expect(Object.keys(writeFields(schema, moved(fieldsOf(schema), 2, 0))['properties'] as JsonObject)).toEqual(['when', 'reason', 'amount']);
    expect(Object.keys(writeFields(schema, moved(fieldsOf(schema), 0, 2))['properties'] as JsonObject)).toEqual(['amount', 'when', 'reason']);
  });
});

describe('one thing is done with the list', () => {
  const schema = form({ amount: { type: 'number', title: 'Amount', minimum: 1, 'x-own': true }, note: { type: 'string' } }, { required: ['amount'] });
  it('a copy stands below, and shares nothing', () => {
    const fields = withCopy(fieldsOf(schema), 0);
    expect(fields.map(({ name, required }) => [name, required])).toEqual([['amount', true], ['amount2', true], ['note', false]]);
    expect(fields[1]!.schema).toEqual(fields[0]!.schema);
    expect(fields[1]!.schema).not.toBe(fields[0]!.schema);
  });
  it('a field is taken away with what required it', () => {
    expect(writeFields(schema, withoutField(fieldsOf(schema), 0))).toEqual({ type: 'object', properties: { note: { type: 'string' } } });
  });
  it('a keyword is written, and what it makes of the field is known', () => {
    const note = fieldsOf(schema)[1]!;
    expect(withKeyword(note, 'maxLength', 2_000)).toMatchObject({ type: 'longText', schema: { type: 'string', maxLength: 2_000 } });
    expect(text(withKeyword(withKeyword(note, 'title', 'Note'), 'title', undefined).schema)).toBe(text(note.schema));
  });
  it('options are read and written wherever they stand', () => {
    for (const type of ['choice', 'choices'] as const) expect(optionsOf(withOptions(schemaOfType(type, ['a']), ['b', 'c']))).toEqual(['b', 'c']);
  });
});

describe('a field becomes another', () => {
  const field = (schema: JsonObject): FormField => fieldsOf(form({ a: schema }))[0]!;
  it.each(FIELD_TYPES.flatMap((from) => FIELD_TYPES.map((to) => [from, to] as const)))('%s as %s, with its words and what it does not know', (from, to) => {
    const before = field({ ...schemaOfType(from, ['a', 'b']), title: 'T', description: 'D', 'x-own': 1, ...(from === 'text' ? { maxLength: 50 } : {}) });
    const after = retyped(before, to, ['one']);
    expect(typeOf(after.schema)).toBe(to);
    expect(after.schema).toMatchObject({ title: 'T', description: 'D', 'x-own': 1 });
    expect(readFields(form({ a: after.schema })).ok).toBe(true);
  });
  it.each<[JsonObject, (typeof FIELD_TYPES)[number], JsonObject]>([
    [{ type: 'number', minimum: 1, multipleOf: 0.5 }, 'integer', { type: 'integer', minimum: 1, multipleOf: 0.5 }],
    [{ type: 'string', maxLength: 900 }, 'text', { type: 'string' }],
    [{ type: 'string', maxLength: 90, pattern: '^a' }, 'email', { type: 'string', format: 'email', maxLength: 90, pattern: '^a' }],
    [{ type: 'string', enum: ['a', 'b'] }, 'choices', { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, uniqueItems: true }],
    [{ type: 'array', items: { type: 'string' }, minItems: 1, default: ['x'] }, 'number', { type: 'number' }],
    [{ type: 'integer', default: 3 }, 'number', { type: 'number', default: 3 }],
    [{ type: 'number', default: 3.5 }, 'integer', { type: 'integer' }],
    [{ type: 'string' }, 'choice', { type: 'string', enum: ['one'] }],
    [{ type: 'object', properties: { a: {} }, required: ['a'] }, 'json', {}],
    [{ type: 'array', items: { type: 'object' }, minItems: 2 }, 'texts', { type: 'array', items: { type: 'string' } }],
  ])('%j as %s is %j', (before, to, after) => {
    expect(retyped(field(before), to, ['one']).schema).toEqual(after);
  });
  it('the same type is the same field', () => {
    const one = field({ type: ['string', 'null'], format: 'textarea' });
    expect(retyped(one, 'longText', [])).toBe(one);
  });
});

it.each<[JsonObject, string[]]>([
  [{ type: 'string', title: 'T', minLength: 1 }, []], [{ type: 'string', format: 'uuid' }, ['format']], [{ type: ['string', 'null'] }, ['type']], [{ type: 'number', multipleOf: 2, examples: [4] }, ['multipleOf', 'examples']],
  [{ type: 'array', items: { type: 'string', minLength: 1 } }, ['items']], [{ enum: ['a'], 'x-own': 1 }, ['x-own']], [{ type: 'object', properties: {}, additionalProperties: false }, ['additionalProperties']], [{ type: 'object' }, ['type']],
])('of %j the builder keeps %j without showing it', (schema, kept) => {
  expect(keptKeywords(fieldsOf(form({ a: schema }))[0]!)).toEqual(kept);
});

describe('a name', () => {
  it.each<[string, string | null]>([['amount', null], ['_a1', null], ['', 'empty'], ['1st', 'notName'], ['two words', 'notName'], ['dash-ed', 'notName'], ['größe', 'notName'], ['in', 'reserved'], ['null', 'reserved'], ['__proto__', 'reserved'], ['note', 'taken'], ['a'.repeat(65), 'notName']])('%j: %s', (name, problem) => {
    expect(fieldNameProblem(name, ['note'])).toBe(problem);
  });
  it('that is made is one, and free', () => {
    expect(freshFieldName('field', ['field2'])).toBe('field3');
    for (const name of ['amount', 'amount2', 'with-dash', '9lives', '__', 'a'.repeat(64)]) expect(fieldNameProblem(copyName(name, [name, 'amount2']), [name, 'amount2'])).toBeNull();
  });
});

it.each<[string, string[], boolean]>([['is done', ['b', 'total'], true], ['is undone', ['b', 'sum'], false], ['gave its old name to another', ['total', 'sum'], false], ['was followed by another', ['amount'], false]])('who may still read a name is told while the renaming %s: %j', (_, names, seen) => {
  expect(isRenameSeen({ from: 'sum', to: 'total', steps: ['Reads all'] }, names.map((name) => ({ name })))).toBe(seen);
});

describe('a limit', () => {
  const [shortest, longest, pattern] = LIMITS.text as [(typeof LIMITS.text)[number], (typeof LIMITS.text)[number], (typeof LIMITS.text)[number]];
  const [least] = LIMITS.number as [(typeof LIMITS.number)[number]];
  it.each([[shortest, '', { value: undefined }], [shortest, ' 5 ', { value: 5 }], [shortest, '-1', null], [shortest, '1.5', null], [least, '-1.5', { value: -1.5 }], [least, 'ten', null], [pattern, '^a+$', { value: '^a+$' }], [pattern, '(', null], [pattern, '', { value: undefined }]] as const)('%j: %j is %j', (limit, written, read) => {
    expect(readLimit(limit, written)).toEqual(read);
  });
  it('says what is wrong with it', () => {
    expect(limitProblem(longest, '3', { minLength: 5 })).toBe('crossed');
    expect(limitProblem(longest, '5', { minLength: 5 })).toBeNull();
    expect(limitProblem(shortest, '5', { maxLength: 3 }), 'said of the upper one').toBeNull();
    expect(limitProblem(shortest, 'x', {})).toBe('notCount');
    expect(limitProblem(least, 'x', {})).toBe('notNumber');
    expect(limitProblem(pattern, '[', {})).toBe('badPattern');
  });
});
