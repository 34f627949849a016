import { describe, expect, it } from 'vitest';
import { catalogue, type Definition, type Json } from '@/engine/index.ts';
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
