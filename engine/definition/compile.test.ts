import { describe, expect, it } from 'vitest';
import { definition, edges, node, testCatalogue } from './catalogue.fixture.ts';
import { checkDefinition } from './check.ts';
import { compileDefinition } from './compile.ts';
import { emptyScope } from './expressions/scope.fixture.ts';
import { DefinitionError } from './findings.ts';
import { goldenDefinition } from './golden.fixture.ts';
import { definitionJsonSchema } from './json-schema-export.ts';
import { compileSchema } from './json-schema.ts';
import { isJsonObject } from './json.ts';
import { ROOT_SCOPE } from './plan.ts';
import { DEFAULT_RETRY } from './policies.ts';
import { readDefinition } from './read.ts';
import { definitionSchema, type Definition, type DefinitionInput } from './schema.ts';
import { soundness } from './soundness.ts';
import { upgradeDefinition } from './upgrade.ts';

const compile = (input: DefinitionInput) => compileDefinition(definitionSchema.parse(input), testCatalogue);
/** Parsed, so that every node has every field and can be changed. */
const golden = (): Definition => definitionSchema.parse(structuredClone(goldenDefinition));

describe('the golden document', () => {
  it('is read without a finding of error, and read again from what was read', () => {
    const { definition: read, findings } = checkDefinition(goldenDefinition, testCatalogue);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(checkDefinition(read, testCatalogue).definition).toEqual(read);
    expect(read).toMatchObject(goldenDefinition);
  });

  it('fits the exported JSON Schema', () => {
    const schema = definitionJsonSchema();
    expect(isJsonObject(schema.properties)).toBe(true);
    const { $schema: _schema, ...rest } = schema;
    expect(compileSchema(rest).validate(goldenDefinition as never)).toEqual([]);
  });

  it('keeps the hash of its plan', () => {
    // If this changes, every stored version would seem to have unpublished changes: do not regenerate it lightly.
    expect(compile(goldenDefinition).hash).toBe('ed5de572c0dbe5499dcc3c851a993ef9f1521e83c92d8dc613622a6651dd9fa0');
  });
});

describe('a plan', () => {
  const plan = compile(goldenDefinition);

  it('sorts each scope, with undo and clean-up apart', () => {
    const root = plan.scopes.get(ROOT_SCOPE)!;
    expect(root.levels).toEqual([['start'], ['pay'], ['each'], ['choose'], ['note'], ['either'], ['news'], ['finish']]);
    expect(root.order).toEqual(root.levels.flat());
    expect(root).toMatchObject({ entries: ['start'], sinks: ['finish'], ends: ['finish'], cleanups: ['sweep'], concurrency: null });
    expect(plan.scopes.get('each')).toMatchObject({ order: ['book'], entries: ['book'], sinks: ['book'], ends: [], cleanups: [] });
    expect(plan.scopes.get('book')).toMatchObject({ order: ['hotel'], entries: ['hotel'], sinks: ['hotel'] });
    expect([...plan.scopes.keys()].sort()).toEqual(['', 'book', 'each']);
  });

  it('knows undo, joins, branches and places of its nodes', () => {
    expect(plan.nodes.get('hotel')).toMatchObject({ undo: 'cancel-hotel', isUndo: false, scope: 'book', kind: 'task', need: null });
    expect(plan.nodes.get('cancel-hotel')).toMatchObject({ undo: null, isUndo: true });
    expect(plan.nodes.get('pay')).toMatchObject({ branches: ['out', 'error'], onError: 'branch', cacheTtlMs: 3_600_000, taskQueue: 'gpu', priority: 9 });
    expect(plan.nodes.get('either')).toMatchObject({ need: 1, cancelRest: true });
    expect(plan.nodes.get('note')).toMatchObject({ disabled: true });
    expect(plan.nodes.get('sweep')).toMatchObject({ always: true, priority: null, taskQueue: null });
    expect(plan.nodes.get('choose')!.incoming).toEqual([{ id: 'e3', source: 'each', branch: 'out', target: 'choose' }]);
    expect(plan.nodes.get('choose')!.outgoing.map(({ branch, target }) => [branch, target])).toEqual([['many', 'note'], ['few', 'either']]);
  });

  it('merges policies field by field: default, type, workflow, node', () => {
    expect(plan.nodes.get('pay')!.retry).toEqual({ maximumAttempts: 2, initialIntervalMs: 2_000, backoffCoefficient: 3, maximumIntervalMs: 10_000, jitter: 0.5, nonRetryable: ['Refused'] });
    expect(plan.nodes.get('sweep')!.retry).toEqual({ ...DEFAULT_RETRY, maximumAttempts: 5, initialIntervalMs: 500, nonRetryable: ['ValidationError'] });
    const plain = compile(definition([node('a', 'http', { params: { url: 'x' } }), node('b', 'code', { params: { source: '1' } })], ['start > a', 'a > b']));
    expect(plain.nodes.get('a')!.retry).toEqual({ ...DEFAULT_RETRY, maximumAttempts: 4 });
    expect(plain.nodes.get('b')!.retry).toEqual(DEFAULT_RETRY);
    expect(plain.nodes.get('a')!.timeouts).toEqual({ startToCloseMs: 60_000, scheduleToStartMs: null, scheduleToCloseMs: null, heartbeatMs: null });
    expect(plan.nodes.get('pay')!.timeouts).toEqual({ startToCloseMs: 30_000, scheduleToStartMs: 60_000, scheduleToCloseMs: 300_000, heartbeatMs: 10_000 });
    const patient = compile(definition([node('a', 'code', { params: { source: '1' }, retry: { initialInterval: '5m' } })], ['start > a']));
    expect(patient.nodes.get('a')!.retry.maximumIntervalMs).toBe(300_000);
  });

  it('holds the settings, queries, updates and declared signals', () => {
    expect(plan).toMatchObject({ name: 'Every field there is', timeoutMs: 3_600_000, timeoutCountsPeople: true, taskQueue: 'orders', priority: 5, onConflict: 'return' });
    expect([...plan.signals]).toEqual([['news', { type: 'object' }]]);
    const scope = emptyScope({ input: { gateway: 'g', orders: [1] }, vars: { done: 3, label: 'l' } });
    expect(plan.queries.get('progress')!.evaluate(scope)).toBe(3);
    expect(plan.updates.get('rename')!.set.get('label')!.evaluate(scope)).toBe('g');
    expect(plan.updates.get('rename')!.result!.evaluate(scope)).toBe('l');
    expect(plan.searchAttributes.get('gateway')!.evaluate(scope)).toBe('g');
    const bare = compile(definition([], []));
    expect(bare).toMatchObject({ timeoutMs: null, timeoutCountsPeople: false, taskQueue: 'default', priority: 0, onConflict: 'fail', input: null, output: null });
  });

  it('reads each parameter in its own way', () => {
    const made = compile(definition([node('c', 'condition', { params: { if: 'input.n > 1' } }), node('k', 'code', { params: { source: 'return "{{ no }}"', input: '{{ input.n }}' } })], ['start > c', 'c.true > k']));
    const scope = emptyScope({ input: { n: 2 } });
    expect(made.nodes.get('c')!.params.get('if')!.evaluate(scope)).toBe(true);
    expect(made.nodes.get('k')!.params.get('source')!.evaluate(scope)).toBe('return "{{ no }}"');
    expect(made.nodes.get('k')!.params.get('input')!.evaluate(scope)).toBe(2);
    expect(plan.nodes.get('choose')!.cases.map(({ id, when }) => [id, when.evaluate(emptyScope({ input: { orders: [1] } }))])).toEqual([['many', false], ['few', true]]);
  });

  it('limits what a group runs at once', () => {
    const made = compile(definition([node('g', 'group', { params: { concurrency: 2 } }), node('a', 'transform', { parent: 'g', params: { value: 1 } })], ['start > g']));
    expect(made.scopes.get('g')!.concurrency).toBe(2);
  });

  it('of a definition with errors is refused with all findings', () => {
    const broken = definitionSchema.parse({ heddle: 1, name: 'x', nodes: [{ id: 'a', type: 'nope' }] });
    try {
      compileDefinition(broken, testCatalogue);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DefinitionError);
      expect((error as DefinitionError).findings.map(({ code }) => code).sort()).toEqual(['no_start', 'unknown_type']);
    }
  });

  it('of 5,000 nodes is compiled within the time that a test has', () => {
    const nodes = Array.from({ length: 4_998 }, (_, index) => node(`n${index}`, 'transform', { params: { value: index === 0 ? 1 : `{{ nodes.n${index - 1}.output + 1 }}` } }));
    const wires = nodes.map((_, index) => (index === 0 ? 'start > n0' : `n${index - 1} > n${index}`));
    expect(compile(definition(nodes, wires)).scopes.get(ROOT_SCOPE)!.levels).toHaveLength(4_999);
  });
});

describe('the hashes', () => {
  const change = (act: (document: Definition) => void) => {
    const document = golden();
    act(document);
    return compileDefinition(document, testCatalogue);
  };
  const base = compile(goldenDefinition);

  it.each<[string, (document: Definition) => void]>([
    ['names', (d) => { d.name = 'Other'; d.nodes[1]!.name = 'Other'; d.description = 'Other'; }],
    ['positions', (d) => { d.nodes[1]!.position = { x: 9, y: 9 }; d.viewport = { x: 5, y: 5, zoom: 2 }; }],
    ['what only the editor shows', (d) => { d.nodes[1]!.ui = { color: 'red' }; d.notes = []; }],
    ['ids of edges', (d) => { d.edges[0]!.id = 'other'; }],
    ['defaults that are written out', (d) => { d.edges[0]!.branch = 'out'; d.edges[0]!.kind = 'flow'; }],
  ])('do not change with %s', (_what, act) => {
    const changed = change(act);
    expect(changed.hash).toBe(base.hash);
    expect(changed.nodes.get('pay')!.behaviourHash).toBe(base.nodes.get('pay')!.behaviourHash);
  });

  it.each<[string, (document: Definition) => void]>([
    ['a parameter', (d) => { d.nodes[1]!.params = { method: 'GET', url: 'http://other' }; }],
    ['a retry policy', (d) => { d.nodes[1]!.retry = { maximumAttempts: 3 }; }],
    ['a timeout', (d) => { d.nodes[1]!.timeouts = {}; }],
    ['being disabled', (d) => { d.nodes[1]!.disabled = true; }],
  ])('change with %s, and only that node\'s', (_what, act) => {
    const changed = change(act);
    expect(changed.hash).not.toBe(base.hash);
    expect(changed.nodes.get('pay')!.behaviourHash).not.toBe(base.nodes.get('pay')!.behaviourHash);
    expect(changed.nodes.get('each')!.behaviourHash).toBe(base.nodes.get('each')!.behaviourHash);
  });

  it('of the plan changes with an edge', () => {
    expect(change((d) => { d.edges[4]!.branch = 'default'; }).hash).not.toBe(base.hash);
  });
});

describe('a definition of an older format', () => {
  const steps = { 0: (document: Record<string, unknown>) => { const { title, ...rest } = document; return { ...rest, name: title }; } };

  it('is upgraded step by step, without touching what was given', () => {
    const old = { heddle: 0, title: 'Old', nodes: [{ id: 'start', type: 'start' }] };
    const read = readDefinition(old, steps);
    expect(read).toMatchObject({ definition: { heddle: 1, name: 'Old' }, findings: [], upgradedFrom: 0 });
    expect(old).toEqual({ heddle: 0, title: 'Old', nodes: [{ id: 'start', type: 'start' }] });
  });

  it('that nobody can read, or that is of the future, is refused with a sentence', () => {
    expect(upgradeDefinition({ heddle: -1 }, steps)).toMatchObject({ ok: false, message: expect.stringMatching(/nothing reads any more/) });
    expect(upgradeDefinition({ heddle: 2 })).toMatchObject({ ok: false, message: expect.stringMatching(/Update Heddle/) });
    expect(readDefinition({ heddle: 2 }).findings[0]).toMatchObject({ code: 'unsupported_format', pointer: '/heddle' });
  });

  it('is read as a draft even when it cannot run', () => {
    expect(readDefinition({ heddle: 1, name: 'Draft' })).toMatchObject({ definition: { nodes: [], edges: [] }, findings: [], upgradedFrom: null });
    expect(readDefinition('x').definition).toBeNull();
  });
});

describe('the proof line', () => {
  const prove = (input: DefinitionInput) => {
    const read = definitionSchema.parse(input) as Definition;
    return soundness(read, testCatalogue, checkDefinition(read, testCatalogue).findings);
  };
  const http = (id: string, parent = 's') => node(id, 'http', { parent, params: { method: 'POST', url: 'x' }, retry: { maximumAttempts: 1 } });

  it('holds for a saga whose steps have their undo', () => {
    expect(prove(definition([node('s', 'saga'), http('a'), http('u')], ['start > s', 'a ~ u']))).toEqual({ everyPathEnds: true, nothingWaitsForEver: true, everySagaStepHasUndo: true, missing: [] });
  });

  it('names what is missing', () => {
    const proof = prove(definition([node('s', 'saga'), http('a'), node('w', 'signal', { params: { name: 'x' } }), node('p', 'approval', { params: { title: 'ok?' } })], ['start > s', 's > w', 'w > p']));
    expect(proof).toMatchObject({ everyPathEnds: true, nothingWaitsForEver: false, everySagaStepHasUndo: false });
    expect(new Set(proof.missing.map(({ node: id }) => id))).toEqual(new Set(['a', 'p', 'w']));
    expect(proof.missing.map(({ code, node: id }) => `${id} ${code}`).sort()).toEqual(['a no_undo', 'p may_wait', 'w may_wait']);
  });

  it('says nothing for a definition with a circle', () => {
    const read = definitionSchema.parse({ ...definition([node('a', 'transform'), node('b', 'transform')], []), edges: edges('start > a', 'a > b', 'b > a') });
    expect(soundness(read, testCatalogue, checkDefinition(read, testCatalogue).findings)).toMatchObject({ everyPathEnds: false, nothingWaitsForEver: false });
  });
});

describe('references that are sound', () => {
  it.each<[string, DefinitionInput]>([
    ['an arm of a fan-out that joins again', definition([node('a', 'transform', { params: { value: 1 } }), node('b', 'transform', { params: { value: 1 } }), node('j', 'transform', { params: { value: '{{ nodes.a.output + nodes.b.output }}' } })], ['start > a', 'start > b', 'a > j', 'b > j'])],
    ['a step beside the container', definition([node('a', 'transform', { params: { value: [] } }), node('m', 'map', { params: { items: '{{ nodes.a.output }}' } }), node('b', 'transform', { parent: 'm', params: { value: '{{ [item, index, nodes.a.output] }}' } })], ['start > a', 'a > m'])],
    ['locals of a loop in its own condition', definition([node('l', 'loop', { params: { while: 'iteration < 3 && previous != 5' } }), node('b', 'transform', { parent: 'l', params: { value: '{{ iteration + 1 }}' } })], ['start > l'])],
    ['a skipped step, with a default', definition([node('c', 'condition', { params: { if: 'true' } }), node('a', 'transform', { params: { value: 1 } }), node('j', 'transform', { params: { value: '{{ default(nodes.a.output, 0) }} {{ nodes.a.status }}' } })], ['start > c', 'c.true > a', 'a > j', 'c.false > j'])],
    ['the error of a step on its error branch', definition([node('a', 'http', { params: { url: 'x' }, onError: 'branch' }), node('b', 'transform', { params: { value: '{{ nodes.a.error.message }}' } })], ['start > a', 'a.error > b'])],
  ])('give no finding: %s', (_what, input) => {
    expect(checkDefinition(input, testCatalogue).findings).toEqual([]);
  });

  it.each<[string, DefinitionInput]>([
    ['the value a switch with all cases joined', definition([node('c', 'condition', { params: { if: 'true' } }), node('a', 'transform', { params: { value: 1 } }), node('b', 'transform', { params: { value: 1 } }), node('j', 'transform', { params: { value: 1 } }), node('k', 'transform', { params: { value: '{{ nodes.j.output }}' } })], ['start > c', 'c.true > a', 'c.false > b', 'a > j', 'b > j', 'j > k'])],
  ])('see through choices: %s', (_what, input) => {
    expect(checkDefinition(input, testCatalogue).findings).toEqual([]);
  });
});
