import { describe, expect, it } from 'vitest';
import { definition, node, testCatalogue } from './catalogue.fixture.ts';
import { checkDefinition } from './check.ts';
import { checkComposition, type Part, partKey, partsOf } from './checks/composition.ts';
import type { Json } from './json.ts';
import { definitionSchema, type Definition, type DefinitionInput } from './schema.ts';
import { soundness } from './soundness.ts';

const read = (input: DefinitionInput): Definition => definitionSchema.parse(input);
const found = (name: string, input: DefinitionInput): Part => ({ status: 'found', name, definition: read({ ...input, name }) });
const plain = (more: Partial<DefinitionInput> = {}) => definition([node('work', 'transform', { params: { value: 1 } })], ['start > work'], more);
const starts = (params: Record<string, Json>, more: object = {}) => definition([node('sub', 'child', { params, ...more })], ['start > sub']);
const known = (parts: Record<string, Part>) => new Map(Object.entries(parts).map(([workflow, part]) => [partKey({ workflow, version: null }), part]));

function say(input: DefinitionInput, parts: Record<string, Part>) {
  return checkComposition(read(input), testCatalogue, known(parts)).map(({ severity, code, message, pointer, node: at }) => ({ severity, code, message, pointer, node: at }));
}

describe('a composed workflow', () => {
  it('names the sub-workflows that can be known before it runs', () => {
    const composed = definition(
      [node('a', 'child', { params: { workflow: 'one' } }), node('b', 'child', { params: { workflow: 'two', version: 3 } }), node('c', 'child', { params: { workflow: '{{ input.which }}' } }), node('d', 'child', { params: { workflow: 'off' }, disabled: true })],
      ['start > a', 'a > b', 'b > c', 'c > d'],
    );
    expect(partsOf(read(composed), testCatalogue)).toEqual([{ workflow: 'one', version: null }, { workflow: 'two', version: 3 }]);
  });

  it('has nothing said of it when its parts are there and sound', () => {
    expect(say(starts({ workflow: 'work' }), { work: found('Work', plain()) })).toEqual([]);
  });

  it('is told what is not there', () => {
    expect(say(starts({ workflow: 'gone' }), { gone: { status: 'missing' } })).toEqual([{ severity: 'error', code: 'child_missing', message: 'There is no workflow "gone".', pointer: '/nodes/1/params/workflow', node: 'sub' }]);
    expect(say(starts({ workflow: 'new' }), { new: { status: 'unpublished', name: 'New' } })).toMatchObject([{ severity: 'warning', code: 'child_unpublished' }]);
    const versions = new Map([[partKey({ workflow: 'old', version: 9 }), { status: 'no-version', name: 'Old', latest: 2 } satisfies Part]]);
    expect(checkComposition(read(starts({ workflow: 'old', version: 9 })), testCatalogue, versions)).toMatchObject([{ severity: 'error', code: 'child_version_missing', message: '"Old" has no version 9; the latest is 2.' }]);
  });

  it('is told of a part that cannot run, and of what is the matter however deep it lies', () => {
    const broken = definition([node('again', 'loop', { params: { count: 2 } })], ['start > again']);
    expect(say(starts({ workflow: 'broken' }), { broken: found('Broken', broken) })).toMatchObject([{ code: 'child_unsound', message: expect.stringContaining('"Broken" cannot run.') as string }]);
    const parts = { top: found('Top', starts({ workflow: 'middle' })), middle: found('Middle', starts({ workflow: 'gone' })), gone: { status: 'missing' } satisfies Part };
    expect(say(starts({ workflow: 'top' }), parts)).toMatchObject([{ severity: 'error', code: 'child_unsound', message: '"Top" cannot run. There is no workflow "gone".' }]);
  });

  it('is warned when it comes back to itself, by whatever way', () => {
    const own = read({ ...starts({ workflow: 'other' }), name: 'Own' });
    const parts = known({ own: { status: 'found', name: 'Own', definition: own }, other: found('Other', starts({ workflow: 'own' })) });
    expect(checkComposition(own, testCatalogue, parts)).toMatchObject([{ severity: 'warning', code: 'child_circle', message: '"Own" starts "Other" starts "Own", at most 32 runs one within the other.' }]);
  });

  it('judges each part once, however many ways lead to it', () => {
    const layers = Object.fromEntries(
      Array.from({ length: 40 }, (_, layer) => [
        `l${layer}`,
        found(`L${layer}`, layer === 39 ? plain() : definition([node('a', 'child', { params: { workflow: `l${layer + 1}` } }), node('b', 'child', { params: { workflow: `l${layer + 1}` } })], ['start > a', 'start > b'])),
      ]),
    );
    expect(say(starts({ workflow: 'l0' }), layers)).toEqual([]);
  });

  const strict = plain({ input: { type: 'object', properties: { id: { type: 'string' }, count: { type: 'integer', default: 1 } }, required: ['id', 'count'], additionalProperties: false } });

  it.each([
    ['what it asks for is missing', { count: 2 }, 'The value needs "id".'],
    ['what is written out is of another kind', { id: 4 }, '"id" must be string.'],
    ['something is too much', { id: '{{ input.id }}', colour: 'red' }, '"colour" is not expected here.'],
    ['what is missing stands beside an expression', { count: '{{ input.n }}' }, 'The value needs "id".'],
  ])('is told before it runs that its input would be refused: %s', (_what, given, why) => {
    expect(say(starts({ workflow: 'strict', input: given }), { strict: found('Strict', strict) })).toEqual([
      { severity: 'error', code: 'child_input', message: `"Strict" would refuse this input. ${why}`, pointer: '/nodes/1/params/input', node: 'sub' },
    ]);
  });

  it.each([{ id: 'a' }, { id: '{{ input.id }}' }, '{{ input }}'])('takes an input that fits, or of which nothing can be said: %j', (given) => {
    expect(say(starts({ workflow: 'strict', input: given }), { strict: found('Strict', strict) })).toEqual([]);
  });

  it('may wait for ever when one of its parts may', () => {
    const listening = definition([node('ear', 'signal', { params: { name: 'ping' } })], ['start > ear']);
    const input = starts({ workflow: 'top' });
    const findings = checkComposition(read(input), testCatalogue, known({ top: found('Top', starts({ workflow: 'ears' })), ears: found('Ears', listening) }));
    expect(findings).toMatchObject([{ severity: 'warning', code: 'child_may_wait' }]);
    const own = checkDefinition(input, testCatalogue).findings;
    expect(soundness(read(input), testCatalogue, own).nothingWaitsForEver).toBe(true);
    expect(soundness(read(input), testCatalogue, [...own, ...findings])).toMatchObject({ nothingWaitsForEver: false, missing: [{ code: 'may_wait', node: 'sub' }] });
  });
});
