import { describe, expect, it } from 'vitest';
import { definition, node, testCatalogue } from './catalogue.fixture.ts';
import { compileDefinition } from './compile.ts';
import { changesBehaviour, diffDefinitions, isEmptyDiff, type DefinitionDiff } from './diff.ts';
import { goldenDefinition } from './golden.fixture.ts';
import { definitionSchema, type Definition, type DefinitionInput } from './schema.ts';

const parse = (input: DefinitionInput): Definition => definitionSchema.parse(input);
const golden = (): Definition => parse(structuredClone(goldenDefinition) as DefinitionInput);
const diff = (before: Definition, after: Definition): DefinitionDiff => diffDefinitions(before, after, testCatalogue);
const nodeOf = (document: Definition, id: string) => document.nodes.find((each) => each.id === id)!;

/** The golden document and what was done to a copy of it. */
function edited(act: (document: Definition) => void): DefinitionDiff {
  const after = golden();
  act(after);
  return diff(golden(), after);
}

/** `~pay:/params/url` for what runs otherwise, `.pay:/name` for what is drawn otherwise. */
function words({ nodes, edges, notes, workflow }: DefinitionDiff): string[] {
  const members = (subject: string, list: DefinitionDiff['workflow']) => list.map(({ effect, pointer, saidBy }) => `${effect === 'behaviour' ? '~' : '.'}${subject}:${pointer}${saidBy === 'itself' ? '' : ` (${saidBy})`}`);
  return [
    ...nodes.flatMap((each) => (each.change === 'changed' ? members(each.id, each.members) : [`${each.change} ${each.id}`])),
    ...edges.map(({ change, edge }) => `${change} ${edge.source} → ${edge.target}`),
    ...notes.flatMap((each) => (each.change === 'changed' ? members(each.id, each.members) : [`${each.change} note ${each.id}`])),
    ...members('', workflow),
  ];
}

it('finds nothing between a document and its copy', () => {
  const found = diff(golden(), golden());
  expect(found).toEqual({ nodes: [], edges: [], notes: [], workflow: [] });
  expect(isEmptyDiff(found)).toBe(true);
  expect(changesBehaviour(found)).toBe(false);
});

describe('what a step does', () => {
  it.each<[string, string, (pay: Definition['nodes'][number], document: Definition) => void, string[]]>([
    ['its type', 'pay', (pay) => { pay.type = 'code'; pay.typeVersion = 2; }, ['~pay:/type', '~pay:/typeVersion']],
    ['a parameter', 'pay', (pay) => { pay.params.url = 'http://other'; }, ['~pay:/params/url']],
    ['a parameter deep inside', 'hotel', (hotel) => { hotel.params.body = { order: '{{ item }}', n: 1 }; }, ['~hotel:/params/body/n']],
    ['a case', 'choose', (choose) => { choose.params.cases = [{ id: 'new', when: 'true' }, ...(choose.params.cases as [])]; }, ['~choose:/params/cases/0']],
    ['its join', 'either', (either) => { either.join = 'any'; }, ['~either:/join']],
    ['what becomes of the rest', 'either', (either) => { delete either.rest; }, ['~either:/rest']],
    ['its handling of errors', 'pay', (pay) => { pay.onError = 'continue'; }, ['~pay:/onError']],
    ['a retry', 'pay', (pay) => { pay.retry!.maximumAttempts = 7; delete pay.retry!.jitter; }, ['~pay:/retry/maximumAttempts', '~pay:/retry/jitter']],
    ['a timeout', 'pay', (pay) => { pay.timeouts = { startToClose: '30s', scheduleToStart: '1m', scheduleToClose: '5m', heartbeat: '11s' }; }, ['~pay:/timeouts/heartbeat']],
    ['its cache', 'pay', (pay) => { delete pay.cache; }, ['~pay:/cache']],
    ['its queue', 'pay', (pay) => { pay.taskQueue = 'cpu'; }, ['~pay:/taskQueue']],
    ['its priority', 'pay', (pay) => { pay.priority = 1; }, ['~pay:/priority']],
    ['that it always runs', 'sweep', (sweep) => { sweep.always = false; }, ['~sweep:/always']],
    ['that it is disabled', 'note', (note) => { delete note.disabled; }, ['~note:/disabled']],
    ['its container', 'hotel', (hotel) => { hotel.parent = 'each'; }, ['~hotel:/parent']],
    ['that it stands in no container', 'book', (book) => { delete book.parent; }, ['~book:/parent']],
  ])('is told when it is another: %s', (_what, id, act, expected) => {
    const found = edited((document) => act(nodeOf(document, id), document));
    expect(words(found)).toEqual(expected);
    expect(changesBehaviour(found)).toBe(true);
  });

  it('is told with both sides, and without the side that says nothing', () => {
    const [change] = edited((document) => { nodeOf(document, 'pay').params = { method: 'POST', url: '{{ input.gateway }}/charge', body: { amount: 1 } }; }).nodes;
    expect(change).toMatchObject({ change: 'changed', id: 'pay', effect: 'behaviour', members: [{ pointer: '/params/body', after: { amount: 1 } }, { pointer: '/params/method', before: 'GET', after: 'POST' }] });
    expect(change!.change === 'changed' && Object.keys(change!.members[0]!)).not.toContain('before');
  });

  it('follows from the settings where the step says nothing itself', () => {
    const found = edited((document) => { document.settings!.retry!.maximumAttempts = 9; });
    expect(found.workflow).toEqual([{ pointer: '/settings/retry/maximumAttempts', before: 5, after: 9, effect: 'behaviour', saidBy: 'itself' }]);
    const touched = found.nodes.map(({ id }) => id);
    expect(touched).toContain('sweep');
    // These say how often they are tried.
    for (const id of ['pay', 'hotel', 'cancel-hotel']) expect(touched).not.toContain(id);
    expect(words(found)).toContain('~sweep:/retry/maximumAttempts (settings)');
  });

  it('follows from its undo, and for the undo from being one', () => {
    const found = edited((document) => { document.edges.at(-1)!.target = 'sweep'; });
    expect(words(found)).toEqual(['~hotel:/undo (edges)', '~cancel-hotel:/isUndo (edges)', '~sweep:/isUndo (edges)', 'added hotel → sweep', 'removed hotel → cancel-hotel']);
  });
});

describe('what is only drawn or written otherwise', () => {
  it.each<[string, (document: Definition) => void, string[]]>([
    ['names', (d) => { d.name = 'Other'; d.description = 'Other'; nodeOf(d, 'pay').name = 'Other'; }, ['.pay:/name', '.:/name', '.:/description']],
    ['a place', (d) => { nodeOf(d, 'pay').position = { x: 9, y: 9 }; }, ['.pay:/position']],
    ['everything under ui', (d) => { nodeOf(d, 'pay').ui = { color: 'red' }; }, ['.pay:/ui/collapsed', '.pay:/ui/color', '.pay:/ui/locked', '.pay:/ui/note', '.pay:/ui/pinned', '.pay:/ui/size']],
    ['defaults that are written out', (d) => { Object.assign(nodeOf(d, 'start'), { join: 'all', rest: 'run', onError: 'fail', always: false, disabled: false, priority: 5 }); }, ['.start:/join', '.start:/rest', '.start:/onError', '.start:/priority', '.start:/always', '.start:/disabled']],
    ['what the type says anyway', (d) => { nodeOf(d, 'sweep').timeouts = { startToClose: '1m' }; }, ['.sweep:/timeouts/startToClose']],
    ['what the workflow says anyway', (d) => { nodeOf(d, 'sweep').retry = { maximumAttempts: 5 }; }, ['.sweep:/retry/maximumAttempts']],
    ['another word for a duration', (d) => { nodeOf(d, 'pay').timeouts!.scheduleToStart = '60s'; d.settings!.timeout = '60m'; }, ['.pay:/timeouts/scheduleToStart', '.:/settings/timeout']],
    ['the branch and the kind that an edge has anyway', (d) => { d.edges[0]!.branch = 'out'; d.edges[0]!.kind = 'flow'; }, []],
    ['the id of an edge', (d) => { d.edges[0]!.id = 'other'; }, []],
    ['where the canvas was looked at', (d) => { d.viewport = { x: 5, y: 5, zoom: 2 }; }, []],
    ['notes', (d) => { d.notes = [{ ...d.notes![0]!, text: 'Other', position: { x: 1, y: 1 } }, { id: 'n2', text: 'New', position: { x: 0, y: 0 } }]; }, ['.n1:/text', '.n1:/position', 'added note n2']],
    ['no notes', (d) => { delete d.notes; }, ['removed note n1']],
  ])('changes nothing that runs: %s', (_what, act, expected) => {
    const found = edited(act);
    expect(words(found)).toEqual(expected);
    expect(changesBehaviour(found)).toBe(false);
    const after = golden();
    act(after);
    const [old, now] = [compileDefinition(golden(), testCatalogue), compileDefinition(after, testCatalogue)];
    for (const [id, { behaviourHash }] of old.nodes) expect(now.nodes.get(id)!.behaviourHash, id).toBe(behaviourHash);
  });
});

describe('what is said of the whole workflow', () => {
  it.each<[string, (document: Definition) => void, string[]]>([
    ['its input', (d) => { (d.input as { required: string[] }).required.push('gateway'); }, ['~:/input/required/1']],
    ['its output', (d) => { delete d.output; }, ['~:/output']],
    ['a query', (d) => { d.queries = { progress: 'vars.all', more: 'vars.x' }; }, ['~:/queries/more', '~:/queries/progress']],
    ['an update', (d) => { d.updates!.rename!.set = { label: 'x' }; }, ['~:/updates/rename/set/label']],
    ['no updates', (d) => { delete d.updates; }, ['~:/updates/rename']],
    ['its timeout', (d) => { d.settings!.timeout = '2h'; }, ['~:/settings/timeout']],
    ['whose time counts', (d) => { delete d.settings!.timeoutCountsPeople; }, ['~:/settings/timeoutCountsPeople']],
    ['its queue', (d) => { delete d.settings!.taskQueue; }, ['~:/settings/taskQueue']],
    ['what happens to a second start', (d) => { d.settings!.onConflict = 'cancel'; }, ['~:/settings/onConflict']],
    ['its search attributes', (d) => { d.settings!.searchAttributes = {}; }, ['~:/settings/searchAttributes/gateway']],
  ])('is told when it is another: %s', (_what, act, expected) => {
    const found = edited(act);
    expect(words(found)).toEqual(expected);
    expect(changesBehaviour(found)).toBe(true);
  });

  it('is the same when a default is written out', () => {
    const [before, after] = [parse({ heddle: 1, name: 'x' }), parse({ heddle: 1, name: 'x', queries: {}, updates: {}, notes: [], settings: { timeoutCountsPeople: false, taskQueue: 'default', priority: 0, onConflict: 'fail', retry: {}, searchAttributes: {} } })];
    expect(changesBehaviour(diff(before, after))).toBe(false);
    expect(words(diff(before, after))).toEqual(['.:/settings/timeoutCountsPeople', '.:/settings/taskQueue', '.:/settings/priority', '.:/settings/onConflict']);
  });
});

describe('nodes and edges', () => {
  const wires = ['start > a', 'start > b', 'a > c'];
  const base = (): Definition => parse(definition([node('a', 'transform'), node('b', 'transform'), node('c', 'transform')], wires));

  it('are added and removed, those that are there now first', () => {
    const after = parse(definition([node('a', 'transform'), node('b', 'transform'), node('d', 'http')], ['start > a', 'start > b', 'b > d']));
    expect(words(diff(base(), after))).toEqual(['added d', 'removed c', 'added b → d', 'removed a → c']);
  });

  it('are removed and added when they are called otherwise', () => {
    const after = base();
    after.nodes[1]!.id = 'renamed';
    for (const edge of after.edges) for (const end of ['source', 'target'] as const) if (edge[end] === 'a') edge[end] = 'renamed';
    expect(words(diff(base(), after))).toEqual(['added renamed', 'removed a', 'added start → renamed', 'added renamed → c', 'removed start → a', 'removed a → c']);
  });

  it('of an edge the branch counts, and how often it stands there', () => {
    const branched = base();
    branched.edges[2]!.branch = 'error';
    expect(diff(base(), branched).edges.map(({ change, edge }) => [change, edge.branch])).toEqual([['added', 'error'], ['removed', undefined]]);
    const twice = base();
    twice.edges.push({ ...twice.edges[2]!, id: 'e9' });
    expect(diff(base(), twice).edges.map(({ change, edge }) => [change, edge.id])).toEqual([['added', 'e9']]);
    expect(diff(twice, base()).edges.map(({ change, edge }) => [change, edge.id])).toEqual([['removed', 'e9']]);
  });

  it('begin in another order when they stand in another order', () => {
    const after = base();
    after.nodes = [after.nodes[0]!, after.nodes[2]!, after.nodes[1]!, after.nodes[3]!];
    after.edges = [after.edges[1]!, after.edges[0]!, after.edges[2]!];
    expect(diff(base(), after)).toMatchObject({ nodes: [], edges: [], workflow: [
      { pointer: '/nodes', before: ['start', 'a', 'b', 'c'], after: ['start', 'b', 'a', 'c'], effect: 'behaviour' },
      { pointer: '/edges', before: ['start.out → a', 'start.out → b'], after: ['start.out → b', 'start.out → a'], effect: 'behaviour' },
    ] });
    // Where nothing can come before anything else, the order says nothing.
    const apart = base();
    apart.edges = [apart.edges[0]!, apart.edges[2]!, apart.edges[1]!];
    expect(isEmptyDiff(diff(base(), apart))).toBe(true);
  });

  it('of a draft may be unfinished: unknown types, ids twice, edges to nowhere', () => {
    const draft = parse({ heddle: 1, name: 'x', nodes: [node('a', 'nobody'), node('a', 'nobody', { name: 'second' })], edges: [{ id: 'e', source: 'a', target: 'gone' }] });
    expect(isEmptyDiff(diff(draft, structuredClone(draft)))).toBe(true);
    const after = structuredClone(draft);
    after.nodes[1]!.params = { x: 1 };
    expect(words(diff(draft, after))).toEqual(['~a:/params/x']);
    expect(words(diff(draft, { ...draft, nodes: draft.nodes.slice(0, 1) }))).toEqual(['removed a']);
  });
});

it('changes neither side', () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const after = golden();
  nodeOf(after, 'pay').params.url = 'x';
  expect(() => diff(freeze(golden()), freeze(after))).not.toThrow();
});
