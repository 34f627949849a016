import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fieldKind } from '@/components/ui/schema-form/model.ts';
import type { Json, JsonObject } from '@/engine/index.ts';
import { moved, retyped, withChanged, withCopy, withField, withKeyword, withSchema, withoutField } from './edit-fields.ts';
import { DRAWN_AS, FIELD_TYPES, optionsOf, readType, withOptions } from './field-type.ts';
import { readFields, writeFields, type FormField } from './form-fields.ts';

const RUNS = { numRuns: 3_000 };
const text = (value: Json): string => JSON.stringify(value);
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;

/** Some of the keywords there are, each with something that it may hold, in any order. */
function withSome(keywords: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<JsonObject> {
  return fc.record(keywords, { requiredKeys: [] }).chain((record) => fc.shuffledSubarray(Object.keys(record), { minLength: Object.keys(record).length }).map((keys) => Object.fromEntries(keys.map((key) => [key, record[key]!]))));
}
const words = fc.constantFrom('a', 'b', 'two words', '词', '');
const count = fc.nat(300);
const type: fc.Arbitrary<Json> = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...TYPES) }, { weight: 1, arbitrary: fc.subarray([...TYPES], { minLength: 1, maxLength: 3 }) });
const options = fc.oneof({ weight: 4, arbitrary: fc.array(words, { maxLength: 3 }) }, { weight: 1, arbitrary: fc.array(fc.oneof(words, fc.integer(), fc.constant(null)), { maxLength: 3 }) }) as fc.Arbitrary<Json>;
const usual = { type, title: words, description: words, default: fc.oneof(words, fc.integer(), fc.boolean()) as fc.Arbitrary<Json>, 'x-own': fc.jsonValue() as fc.Arbitrary<Json> };
const limits = {
  format: fc.constantFrom('date', 'date-time', 'email', 'uri', 'uuid', 'multiline', 'textarea'), minLength: count, maxLength: count, pattern: fc.constantFrom('^a', 'b+$'),
  minimum: fc.integer(), maximum: fc.integer(), multipleOf: fc.constantFrom(1, 0.5), minItems: count, maxItems: count, uniqueItems: fc.boolean(),
};
const items = withSome({ type, enum: options, format: limits.format, minLength: count });
const odd = { $ref: fc.constant('#'), anyOf: fc.constant([{}]), const: words, if: fc.constant({}) } as Record<string, fc.Arbitrary<Json>>;
/** Most have little in them: with every keyword at once nothing would be accepted. */
const field: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: withSome({ ...usual, ...limits }) },
  { weight: 3, arbitrary: withSome({ ...usual, enum: options }) },
  { weight: 3, arbitrary: fc.tuple(withSome({ title: words, minItems: count }), items, fc.boolean()).map(([more, inner, uniqueItems]) => ({ type: 'array', ...more, items: inner, uniqueItems })) },
  { weight: 1, arbitrary: fc.tuple(withSome(usual), items).map(([more, inner]) => ({ ...more, type: 'object', properties: { a: inner } })) },
  { weight: 3, arbitrary: fc.tuple(withSome({ title: words }), fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }), fc.boolean()).map(([more, values, several]) => ({ ...more, ...(several ? { type: 'array', items: { enum: values }, uniqueItems: true } : { enum: values }) })) },
  { weight: 1, arbitrary: withSome({ ...usual, ...odd }) },
  { weight: 1, arbitrary: fc.constant(true) },
);
const names = fc.uniqueArray(fc.oneof({ weight: 8, arbitrary: fc.constantFrom('amount', 'reason', 'a', 'b', 'toString', 'constructor', 'with-dash', 'größe') }, { weight: 1, arbitrary: fc.constantFrom('7', '') }), { maxLength: 5 });
/** Any schema of an object, and now and then of something else. */
const schema: fc.Arbitrary<JsonObject> = names.chain((chosen) =>
  fc.record({
    members: fc.tuple(...chosen.map(() => field)),
    required: fc.option(fc.oneof({ weight: 8, arbitrary: fc.subarray(chosen) }, { weight: 1, arbitrary: fc.constant<string[]>(['nobody']) }), { nil: undefined }) as fc.Arbitrary<string[] | undefined>,
    whole: withSome({ title: words, additionalProperties: fc.boolean(), $comment: words, 'x-own': fc.jsonValue() as fc.Arbitrary<Json> }),
    type: fc.constantFrom('object', 'object', 'object', undefined, 'array'),
    bare: fc.boolean(),
    order: fc.constantFrom(0, 1, 2),
  }).map(({ members, required, whole, type: own, bare, order }) => {
    const parts: JsonObject[] = [
      own === undefined ? {} : { type: own },
      bare && chosen.length === 0 ? {} : { properties: Object.fromEntries(chosen.map((name, at) => [name, members[at]!])) },
      { ...(required === undefined ? {} : { required }), ...whole },
    ];
    return Object.assign({}, ...parts.slice(order), ...parts.slice(0, order)) as JsonObject;
  }),
);

it('every schema that is accepted is written again as it was, member for member', () => {
  let accepted = 0;
  let fields = 0;
  fc.assert(fc.property(schema, (document) => {
    const before = text(document);
    const read = readFields(document);
    if (!read.ok) return;
    accepted += 1;
    fields += read.fields.length;
    expect(text(writeFields(document, read.fields))).toBe(before);
  }), RUNS);
  // What generates nothing that is accepted would prove nothing.
  expect(accepted).toBeGreaterThan(RUNS.numRuns / 8);
  expect(fields).toBeGreaterThan(RUNS.numRuns / 8);
});

it('forms draw each field as its type says', () => {
  const seen = new Set<string>();
  fc.assert(fc.property(field, (one) => {
    const read = readType(one);
    if (!read.ok) return;
    seen.add(read.type);
    expect(DRAWN_AS[read.type]).toContain(fieldKind(one as JsonObject));
  }), RUNS);
  expect([...seen].sort()).toEqual([...FIELD_TYPES, 'nested'].sort());
});

const hasOptions = ({ type: own }: FormField): boolean => own === 'choice' || own === 'choices';

it('whatever is done with the list, it is accepted again, and says what was done and nothing else', () => {
  const seen = { requiredRenamed: 0, options: 0 };
  const newOptions = fc.uniqueArray(fc.constantFrom('x', 'two words', '词', 'toString'));
  fc.assert(fc.property(schema, fc.nat(), fc.nat(), fc.constantFrom(...FIELD_TYPES), newOptions, fc.constantFrom('add', 'remove', 'copy', 'move', 'rename', 'retype', 'title', 'options', 'required'), (document, first, second, to, chosen, deed) => {
    const read = readFields(document);
    if (!read.ok || read.fields.length === 0) return;
    const at = first % read.fields.length;
    const place = second % read.fields.length;
    const done = ((): FormField[] => {
      switch (deed) {
        case 'add': return withField(read.fields);
        case 'remove': return withoutField(read.fields, at);
        case 'copy': return withCopy(read.fields, at);
        case 'move': return moved(read.fields, at, place);
        case 'rename': return withChanged(read.fields, at, { name: 'renamed' });
        case 'retype': return read.fields.map((one, index) => (index === at ? retyped(one, to, ['x']) : one));
        case 'title': return read.fields.map((one, index) => (index === at ? withKeyword(one, 'title', 'New') : one));
        case 'options': return read.fields.map((one) => (hasOptions(one) ? withSchema(one, withOptions(one.schema, chosen)) : one));
        case 'required': return read.fields.map((one, index) => (index === at ? { ...one, required: !one.required } : one));
      }
    })();
    const written = writeFields(document, done);
    const again = readFields(written);
    expect(again).toEqual({ ok: true, fields: done });
    if (deed === 'rename') {
      const { name = '', required = false } = read.fields[at] ?? {};
      const listed = (whole: JsonObject): Json[] => (Array.isArray(whole['required']) ? whole['required'] : []);
      expect([listed(written).includes('renamed'), listed(written).includes(name)]).toEqual([required, false]);
      if (required) seen.requiredRenamed += 1;
    }
    if (deed === 'options') for (const [index, one] of read.fields.entries()) if (hasOptions(one)) {
      expect([done[index]?.type, optionsOf(done[index]?.schema ?? {})]).toEqual([one.type, chosen]);
      seen.options += 1;
    }
    const rest = (whole: JsonObject): string => JSON.stringify(Object.entries(whole).filter(([keyword]) => !['type', 'properties', 'required'].includes(keyword)));
    expect(rest(written)).toBe(rest(document));
  }), RUNS);
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(10);
});
