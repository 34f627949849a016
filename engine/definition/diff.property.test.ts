import fc from 'fast-check';
import { expect, it } from 'vitest';
import { behaviourOf, undoesOf } from './behaviour.ts';
import { testCatalogue } from './catalogue.fixture.ts';
import { changesBehaviour, diffDefinitions, isEmptyDiff, type DefinitionDiff } from './diff.ts';
import { canonicalJson } from './json.ts';
import { definitionSchema, type Definition, type NodeDefinition } from './schema.ts';

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length]!;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const duration = fc.constantFrom('500ms', '30s', '60s', '1m', '2m', '1h');
const json = fc.jsonValue({ maxDepth: 3 });

const retry = fc.record({ maximumAttempts: maybe(fc.integer({ min: 1, max: 5 })), initialInterval: maybe(duration), maximumInterval: maybe(duration), jitter: maybe(fc.constantFrom(0, 0.1)), nonRetryable: maybe(fc.subarray(['A', 'B'])) });
const node = fc.record({
  type: fc.constantFrom('http', 'transform', 'code', 'nobody', 'map', 'group'),
  name: fc.constantFrom('', 'One', 'Two'),
  position: fc.record({ x: fc.integer({ min: 0, max: 9 }), y: fc.constant(0) }),
  params: fc.dictionary(fc.constantFrom('url', 'body', 'value'), json),
  parent: fc.nat(5),
  join: maybe(fc.constantFrom('all', 'any')),
  retry: maybe(retry),
  timeouts: maybe(fc.record({ startToClose: maybe(duration), heartbeat: maybe(duration) })),
  onError: maybe(fc.constantFrom('fail', 'continue')),
  priority: maybe(fc.constantFrom(0, 3)),
  taskQueue: maybe(fc.constant('gpu')),
  disabled: maybe(fc.boolean()),
});
const document = fc
  .record({
    nodes: fc.array(node, { minLength: 4, maxLength: 10 }),
    edges: fc.uniqueArray(fc.record({ source: fc.nat(9), target: fc.nat(9), branch: fc.constantFrom(undefined, 'out', 'error'), undo: fc.nat(5) }), { maxLength: 12, selector: ({ source, target }) => `${source} ${target}` }),
    settings: fc.record({ retry: maybe(retry), timeout: maybe(duration), priority: maybe(fc.constantFrom(0, 3)) }),
  })
  .map(({ nodes, edges, settings }): Definition =>
    definitionSchema.parse(
      JSON.parse(
        JSON.stringify({
          heddle: 1,
          name: 'Generated',
          settings,
          // The first stand at the top level; of the rest every other stands in one of them.
          nodes: nodes.map(({ parent, ...rest }, index) => ({ ...rest, id: `n${index}`, ...(index > 1 && parent < 2 ? { parent: `n${parent}` } : {}) })),
          edges: edges.filter(({ source, target }) => source < nodes.length && target < nodes.length).map(({ source, target, branch, undo }, index) => ({ id: `e${index}`, source: `n${source}`, target: `n${target}`, ...(undo === 0 ? { kind: 'compensate' } : { branch }) })),
        }),
      ),
    ),
  );

const diff = (before: Definition, after: Definition): DefinitionDiff => diffDefinitions(before, after, testCatalogue);

/** What a diff names, one line a fact. */
function facts({ nodes, edges, notes, workflow }: DefinitionDiff): string[] {
  const lines = [
    ...nodes.flatMap((each) => (each.change === 'changed' ? each.members.map(({ pointer, effect }) => `${each.id} ${pointer} ${effect}`) : [`${each.change} ${each.id}`])),
    ...edges.map(({ change, edge }) => `${change} ${edge.source} → ${edge.target}`),
    ...notes.map(({ change, id }) => `${change} ${id}`),
    ...workflow.map(({ pointer, effect }) => `workflow ${pointer} ${effect}`),
  ];
  return lines.sort();
}

/** Each edit is done to a node that no other edit touches, and says what the diff must name for it. */
type Edit = (draft: Definition, node: NodeDefinition) => string[];
const EDITS: Readonly<Record<string, Edit>> = {
  param: (_, node) => { node.params.fresh = { deep: [1] }; return [`${node.id} /params/fresh behaviour`]; },
  type: (_, node) => { node.type = 'signal'; return [`${node.id} /type behaviour`]; },
  version: (_, node) => { node.typeVersion += 1; return [`${node.id} /typeVersion behaviour`]; },
  rest: (_, node) => { node.rest = 'cancel'; return [`${node.id} /rest behaviour`]; },
  restWrittenOut: (_, node) => { node.rest = 'run'; return [`${node.id} /rest layout`]; },
  join: (_, node) => { node.join = { atLeast: 2 }; return [`${node.id} /join behaviour`]; },
  onError: (_, node) => { node.onError = 'branch'; return [`${node.id} /onError behaviour`]; },
  cache: (_, node) => { node.cache = { ttl: '7d' }; return [`${node.id} /cache behaviour`]; },
  attempts: (_, node) => { node.retry = { ...node.retry, maximumAttempts: 77 }; return [`${node.id} /retry/maximumAttempts behaviour`]; },
  heartbeat: (_, node) => { node.timeouts = { ...node.timeouts, heartbeat: '77s' }; return [`${node.id} /timeouts/heartbeat behaviour`]; },
  queue: (_, node) => { node.taskQueue = 'other'; return [`${node.id} /taskQueue behaviour`]; },
  priority: (_, node) => { node.priority = 77; return [`${node.id} /priority behaviour`]; },
  always: (_, node) => { node.always = true; return [`${node.id} /always behaviour`]; },
  container: (_, node) => { node.parent = 'elsewhere'; return [`${node.id} /parent behaviour`]; },
  name: (_, node) => { node.name += '!'; return [`${node.id} /name layout`]; },
  move: (_, node) => { node.position = { x: node.position.x + 1, y: 5 }; return [`${node.id} /position layout`]; },
  colour: (_, node) => { node.ui = { color: 'red', pinned: { a: 1 } }; return [`${node.id} /ui/color layout`, `${node.id} /ui/pinned layout`]; },
  rename: (draft, node) => {
    const old = node.id;
    node.id = `${old}-renamed`;
    const lines = new Set([`removed ${old}`, `added ${node.id}`]);
    for (const edge of draft.edges) {
      if (edge.source !== old && edge.target !== old) continue;
      lines.add(`removed ${edge.source} → ${edge.target}`);
      if (edge.source === old) edge.source = node.id;
      if (edge.target === old) edge.target = node.id;
      lines.add(`added ${edge.source} → ${edge.target}`);
    }
    return [...lines];
  },
  remove: (draft, node) => {
    draft.nodes = draft.nodes.filter((each) => each !== node);
    const gone = draft.edges.filter((edge) => edge.source === node.id || edge.target === node.id);
    draft.edges = draft.edges.filter((edge) => !gone.includes(edge));
    return [`removed ${node.id}`, ...gone.map((edge) => `removed ${edge.source} → ${edge.target}`)];
  },
  note: (draft, node) => {
    draft.notes = [...(draft.notes ?? []), { id: `note-${node.id}`, text: 'x', position: { x: 0, y: 0 } }];
    return [`added note-${node.id}`];
  },
  add: (draft, node) => {
    const id = `after-${node.id}`;
    draft.nodes.push({ ...structuredClone(node), id });
    draft.edges.push({ id: `e-${id}`, source: node.id, target: id });
    return [`added ${id}`, `added ${node.id} → ${id}`];
  },
};
const WORKFLOW_EDITS: Readonly<Record<string, (draft: Definition) => string[]>> = {
  description: (draft) => { draft.description = 'Other'; return ['workflow /description layout']; },
  input: (draft) => { draft.input = { type: 'object' }; return ['workflow /input behaviour']; },
  query: (draft) => { draft.queries = { now: 'vars.x' }; return ['workflow /queries/now behaviour']; },
  timeout: (draft) => { draft.settings = { ...draft.settings, timeout: '77s' }; return ['workflow /settings/timeout behaviour']; },
  conflict: (draft) => { draft.settings = { ...draft.settings, onConflict: 'cancel' }; return ['workflow /settings/onConflict behaviour']; },
};

/** Undo edges of a node that is renamed or removed change others as well; what follows for those is the next test's. */
const withoutUndo = (draft: Definition): Definition => ({ ...draft, edges: draft.edges.filter(({ kind }) => kind !== 'compensate') });

it('names exactly the edits that were made, and nothing that was not', () => {
  const done = new Map<string, number>();
  fc.assert(
    fc.property(document, fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), fc.array(fc.nat(1_000), { maxLength: 2 }), (generated, numbers, more) => {
      const before = withoutUndo(generated);
      const after = structuredClone(before);
      // Nodes that hold others would take them along: those stay as they are.
      const holders = new Set(before.nodes.map(({ parent }) => parent));
      const free = after.nodes.filter(({ id }) => !holders.has(id));
      const expected = new Set<string>();
      for (const number of numbers) {
        const [subject] = free.splice(number % Math.max(1, free.length), 1);
        if (!subject) break;
        const name = pick(Object.keys(EDITS), number);
        done.set(name, (done.get(name) ?? 0) + 1);
        for (const line of EDITS[name]!(after, subject)) expected.add(line);
      }
      for (const name of new Set(more.map((number) => pick(Object.keys(WORKFLOW_EDITS), number)))) for (const line of WORKFLOW_EDITS[name]!(after)) expected.add(line);
      // An edge between two renamed nodes had, for a moment, a name that neither side knows.
      const edgesOf = (draft: Definition) => new Set(draft.edges.map(({ source, target }) => `${source} → ${target}`));
      const [olds, nows] = [edgesOf(before), edgesOf(after)];
      const real = [...expected].filter((line) => !line.includes(' → ') || (line.startsWith('added ') ? nows.has(line.slice(6)) && !olds.has(line.slice(6)) : olds.has(line.slice(8)) && !nows.has(line.slice(8))));
      expect(facts(diff(before, after))).toEqual(real.sort());
      expect(changesBehaviour(diff(before, after))).toBe(real.some((line) => !line.endsWith(' layout') && !line.includes('note-')));
    }),
    { numRuns: 400 },
  );
  for (const name of Object.keys(EDITS)) expect(done.get(name), name).toBeGreaterThan(5);
});

it('says that a step does something else exactly when its behaviour, its queue or its priority is another', () => {
  let [same, other] = [0, 0];
  fc.assert(
    fc.property(document, document, fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), (before, second, keep) => {
      // Half of the nodes stay: what differs of those follows from the settings and from the undo edges alone.
      const after = { ...second, nodes: second.nodes.map((node, index) => (keep[index] ? (before.nodes[index] ?? node) : node)) };
      const found = diff(before, after);
      const behaviours = (draft: Definition) => {
        const undoes = undoesOf(draft);
        return new Map(draft.nodes.map((node) => [node.id, canonicalJson([behaviourOf(node, testCatalogue.get(node.type) ?? {}, draft.settings ?? {}, undoes), node.taskQueue ?? null])]));
      };
      const [olds, nows] = [behaviours(before), behaviours(after)];
      const changed = new Map(found.nodes.map((each) => [each.id, each]));
      for (const [id, now] of nows) {
        const old = olds.get(id);
        if (old === undefined) continue;
        const named = changed.get(id);
        const priority = named?.change === 'changed' && named.members.some(({ pointer, effect }) => pointer === '/priority' && effect === 'behaviour');
        expect(named?.effect === 'behaviour', id).toBe(old !== now || priority);
        if (old === now) same += 1;
        else other += 1;
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(same, other)).toBeGreaterThan(150);
});

it('is empty for a document and itself, turns round with its sides, and says the same each time', () => {
  fc.assert(
    fc.property(document, document, (one, other) => {
      expect(isEmptyDiff(diff(one, structuredClone(one)))).toBe(true);
      const there = diff(one, other);
      expect(diff(structuredClone(one), structuredClone(other))).toEqual(there);
      const swap = (line: string) => line.replace(/^(added|removed) /, (_, word: string) => (word === 'added' ? 'removed ' : 'added '));
      // An item of a list goes by the place it has on its own side, so places may differ; how much differs may not.
      const shape = (lines: string[]) => lines.map((line) => line.replace(/(\/params\/\w+)\/\S*/, '$1')).sort();
      expect(shape(facts(diff(other, one)))).toEqual(shape(facts(there).map(swap)));
    }),
    { numRuns: 250 },
  );
});
