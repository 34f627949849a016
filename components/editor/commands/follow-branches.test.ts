import { describe, expect, it } from 'vitest';
import { catalogue, checkDefinition, type Definition, type Json } from '@/engine/index.ts';
import { branchNameProblem, reservedNames } from '../document/branch-names.ts';
import { followBranches } from './follow-branches.ts';
import { setParam } from './set-node.ts';

const triage = (): Definition => ({
  heddle: 1,
  name: 'Triage',
  nodes: [
    { id: 'ways', type: 'switch', typeVersion: 1, name: 'Ways', position: { x: 0, y: 0 }, params: { cases: [{ id: 'first', when: 'true' }, { id: 'bug', when: 'false' }] } },
    { id: 'ask', type: 'approval', typeVersion: 1, name: 'Ask', position: { x: 300, y: 0 }, params: { title: 'Well?', outcomes: ['approved', 'rejected'] } },
    { id: 'end', type: 'end', typeVersion: 1, name: 'End', position: { x: 600, y: 0 }, params: {} },
  ],
  edges: [
    { id: 'e1', source: 'ways', branch: 'first', target: 'ask' },
    { id: 'e2', source: 'ways', branch: 'default', target: 'end' },
    { id: 'e3', source: 'ask', branch: 'approved', target: 'end' },
  ],
});
const write = (definition: Definition, node: string, param: string, value: Json): Definition => followBranches(definition, setParam(definition, node, param, value).definition, catalogue, node);
const branches = (definition: Definition) => definition.edges.map(({ branch }) => branch);
const cases = (...ids: string[]) => ids.map((id) => ({ id, when: 'true' }));

describe('edges and the names of branches', () => {
  it('an edge goes along when the case it leaves by is named anew, letter by letter', () => {
    let now = triage();
    for (const name of ['b', 'bi', 'bill', 'billing']) now = write(now, 'ways', 'cases', cases(name, 'bug'));
    expect(branches(now)).toEqual(['billing', 'default', 'approved']);
  });
  it('an edge goes along when the choice of an approval is named anew', () => {
    expect(branches(write(triage(), 'ask', 'outcomes', ['yes', 'rejected']))).toEqual(['first', 'default', 'yes']);
  });
  it('an edge stays at its case when the cases change their order', () => {
    expect(branches(write(triage(), 'ways', 'cases', cases('bug', 'first')))).toEqual(['first', 'default', 'approved']);
  });
  it('an edge of a case that is taken away goes nowhere else', () => {
    expect(branches(write(triage(), 'ways', 'cases', cases('bug')))).toEqual(['first', 'default', 'approved']);
  });
  it('nothing changes when something else of the case is written', () => {
    const before = triage();
    expect(write(before, 'ways', 'cases', [{ id: 'first', when: 'input.a' }, { id: 'bug', when: 'false' }]).edges).toBe(before.edges);
  });
});

describe('the choices of an approval', () => {
  const asking = (onTimeout?: string): Definition => {
    const base = triage();
    return {
      ...base,
      nodes: base.nodes.map((node) => (node.id === 'ask' ? { ...node, params: { ...node.params, ...(onTimeout === undefined ? {} : { onTimeout }) } } : node)),
      edges: [...base.edges.slice(2), { id: 'e4', source: 'ask', branch: 'rejected', target: 'end' }, { id: 'e5', source: 'ask', branch: 'timeout', target: 'end' }],
    };
  };
  /** Writes a name letter by letter as a field does, which holds back what cannot be one. */
  const typed = (definition: Definition, at: number, texts: readonly string[]): Definition =>
    texts.reduce((now, text) => {
      const node = now.nodes.find(({ id }) => id === 'ask')!;
      const shape = catalogue.get('approval')!;
      const names = shape.namedBranches!.names(node.params);
      const refused = branchNameProblem(text, names.filter((_, index) => index !== at), reservedNames(node, shape));
      return refused === null ? write(now, 'ask', 'outcomes', names.map((name, index) => (index === at ? text : name))) : now;
    }, definition);
  const letters = (word: string): string[] => Array.from(word, (_, at) => word.slice(0, at + 1));
  const params = (definition: Definition) => definition.nodes.find(({ id }) => id === 'ask')!.params;

  it('an edge goes along when its choice is emptied on the way to another name', () => {
    const now = typed(asking(), 1, [...letters('rejected').reverse(), '', ...letters('declined')]);
    expect(params(now)['outcomes']).toEqual(['approved', 'declined']);
    expect(branches(now)).toEqual(['approved', 'declined', 'timeout']);
  });
  it('an edge goes along when its choice is called like another one, like the error branch or like that of the timeout for a moment', () => {
    for (const name of ['approved_in_part', 'error_in_it', 'timeout_or_so']) expect(branches(typed(asking(), 1, letters(name)))).toEqual(['approved', name, 'timeout']);
  });
  it('what is taken when it is overdue goes along, and no other branch takes its place', () => {
    const now = typed(asking('rejected'), 1, letters('declined'));
    expect(params(now)['onTimeout']).toBe('declined');
    expect(branches(now)).toEqual(['approved', 'declined', 'timeout']);
    expect(catalogue.get('approval')!.branches(params(now))).toEqual(['approved', 'declined']);
  });
  it('no edge moves when a choice is taken away or stands empty, though a branch comes in its place', () => {
    for (const outcomes of [['approved'], ['approved', '']]) {
      const now = write(asking('rejected'), 'ask', 'outcomes', outcomes);
      expect(branches(now)).toEqual(['approved', 'rejected', 'timeout']);
      expect(params(now)['onTimeout']).toBe('rejected');
    }
  });
  it('no edge moves to a branch that is there already', () => {
    expect(branches(write(asking(), 'ask', 'outcomes', ['approved', 'timeout']))).toEqual(['approved', 'rejected', 'timeout']);
    expect(branches(write(asking(), 'ask', 'outcomes', ['approved', 'approved']))).toEqual(['approved', 'rejected', 'timeout']);
  });
  it('an edge goes along when one of the choices that hold unsaid is named anew', () => {
    const unsaid = setParam(asking(), 'ask', 'outcomes', undefined).definition;
    expect(branches(write(unsaid, 'ask', 'outcomes', ['yes', 'rejected']))).toEqual(['yes', 'rejected', 'timeout']);
  });
});

describe('expressions that compare what was chosen', () => {
  const reading = (): Definition => {
    const base = triage();
    const at = { typeVersion: 1, position: { x: 0, y: 200 } };
    return {
      ...base,
      nodes: [
        ...base.nodes,
        { ...at, id: 'if', type: 'condition', name: 'If', params: { if: 'nodes.ask.output.outcome == "approved" && input.state != "approved"' } },
        { ...at, id: 'more', type: 'switch', name: 'More', params: { cases: [{ id: 'x', when: "nodes.ask.output.outcome in ['rejected', 'approved']" }, { id: 'y', when: 'nodes.ways.output == "first"' }] } },
        { ...at, id: 'say', type: 'transform', name: 'Say', params: { value: { how: ['It is approved: {{ default(nodes["ask"].output.outcome, "none") == "approved" }} or {{ "approved" != nodes.ask.output.outcome }}'] } } },
        { ...at, id: 'code', type: 'code', name: 'Code', params: { source: 'return nodes.ask.output.outcome == "approved"', input: { approved: 'approved' } } },
      ],
      queries: { isDone: 'nodes.ask.output.outcome == "approved"' },
      updates: { mend: { set: { done: '{{ nodes.ask.output.outcome == "approved" }}' }, result: '{{ nodes.ask.output.outcome != "approved" }}' } },
      settings: { searchAttributes: { done: '{{ nodes.ask.output.outcome == "approved" }}' } },
    };
  };
  const paramsOf = (definition: Definition, id: string) => definition.nodes.find((node) => node.id === id)!.params;

  it('say the new name of a choice wherever they stand, and nothing else does', () => {
    const now = write(reading(), 'ask', 'outcomes', ['yes', 'rejected']);
    expect(paramsOf(now, 'if')).toEqual({ if: 'nodes.ask.output.outcome == "yes" && input.state != "approved"' });
    expect(paramsOf(now, 'more')['cases']).toEqual([{ id: 'x', when: "nodes.ask.output.outcome in ['rejected', 'yes']" }, { id: 'y', when: 'nodes.ways.output == "first"' }]);
    expect(paramsOf(now, 'say')['value']).toEqual({ how: ['It is approved: {{ default(nodes["ask"].output.outcome, "none") == "yes" }} or {{ "yes" != nodes.ask.output.outcome }}'] });
    expect(paramsOf(now, 'code')).toEqual(paramsOf(reading(), 'code'));
    expect(now.queries).toEqual({ isDone: 'nodes.ask.output.outcome == "yes"' });
    expect(now.updates).toEqual({ mend: { set: { done: '{{ nodes.ask.output.outcome == "yes" }}' }, result: '{{ nodes.ask.output.outcome != "yes" }}' } });
    expect(now.settings).toEqual({ searchAttributes: { done: '{{ nodes.ask.output.outcome == "yes" }}' } });
  });
  it('say the new name of what stands for a missing choice, in the same comparison', () => {
    const value = { one: '{{ default(nodes.ask.output.outcome, "approved") == "approved" }}', list: '{{ nodes.ask.output.outcome.default("approved") in ["rejected", "approved"] }}', other: '{{ default(nodes.ask.output.outcome, "none") == "none" }}', foreign: '{{ default(input.state, "approved") == "approved" }}' };
    const base = reading();
    const before = { ...base, nodes: base.nodes.map((node) => (node.id === 'say' ? { ...node, params: { value } } : node)) };
    expect(paramsOf(write(before, 'ask', 'outcomes', ['yes', 'rejected']), 'say')['value']).toEqual({ ...value, one: '{{ default(nodes.ask.output.outcome, "yes") == "yes" }}', list: '{{ nodes.ask.output.outcome.default("yes") in ["rejected", "yes"] }}' });
  });
  it('say the new name in the step that undoes the one which was answered, and in no other', () => {
    const base = reading();
    const value = '{{ compensated.output.outcome == "approved" }}';
    const before: Definition = { ...base, nodes: base.nodes.map((node) => (node.id === 'say' || node.id === 'if' ? { ...node, type: 'transform', params: { value } } : node)), edges: [...base.edges, { id: 'u1', source: 'ask', target: 'say', kind: 'compensate' }, { id: 'u2', source: 'ways', target: 'if', kind: 'compensate' }] };
    const now = write(before, 'ask', 'outcomes', ['yes', 'rejected']);
    expect([paramsOf(now, 'say')['value'], paramsOf(now, 'if')['value']]).toEqual(['{{ compensated.output.outcome == "yes" }}', value]);
  });
  it('say the new name of a case', () => {
    expect(paramsOf(write(reading(), 'ways', 'cases', cases('billing', 'bug')), 'more')['cases']).toMatchObject([{}, { when: 'nodes.ways.output == "billing"' }]);
  });
  it('share with the document before what they do not name', () => {
    const before = reading();
    const now = write(before, 'ask', 'outcomes', ['approved', 'declined']);
    expect(paramsOf(now, 'if')).toBe(paramsOf(before, 'if'));
    expect([now.queries, now.updates, now.settings]).toEqual([before.queries, before.updates, before.settings]);
    expect(now.queries).toBe(before.queries);
  });
  it('stay as they are when a choice is taken away, which is told instead', () => {
    const now = write(reading(), 'ask', 'outcomes', ['rejected', 'later']);
    const gone = write(reading(), 'ask', 'outcomes', ['rejected']);
    expect(paramsOf(gone, 'if')).toEqual(paramsOf(reading(), 'if'));
    for (const definition of [now, gone]) expect(checkDefinition(definition, catalogue).findings.filter(({ code, node }) => code === 'never_equal' && node === 'if')).toMatchObject([{ severity: 'warning', pointer: '/nodes/3/params/if' }]);
  });
});

it('the name of a case is held back while it is that of a branch which is there already', () => {
  const node = triage().nodes[0]!;
  const reserved = reservedNames(node, catalogue.get('switch'));
  expect(['error', 'default', 'bug', '', 'error_4xx'].map((name) => branchNameProblem(name, ['bug'], reserved))).toEqual(['reserved', 'reserved', 'taken', 'notName', null]);
});
