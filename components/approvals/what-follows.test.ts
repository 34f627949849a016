import { expect, it } from 'vitest';
import type { ViewNode, ViewPlan } from '@/engine/index.ts';
import { keyOfOutcome, outcomeOfKey, outcomeTone } from './outcomes.ts';
import { whatFollows } from './what-follows.ts';

/** `a.out>b` draws an edge; `end` and names with ? are kinds by their name. */
function plan(edges: string, scope: Record<string, string> = {}): ViewPlan {
  const parsed = edges.split(' ').map((text) => {
    const [, source, branch, target] = /^(\w+)\.(\w+)>(\w+)$/.exec(text)!;
    return { id: text, source: source!, branch: branch!, target: target! };
  });
  const ids = new Set(parsed.flatMap((edge) => [edge.source, edge.target]));
  const nodes = [...ids].map((id): [string, ViewNode] => {
    const outgoing = parsed.filter((edge) => edge.source === id);
    return [id, { id, type: id, kind: id === 'end' ? 'end' : 'task', name: id, scope: scope[id] ?? '', branches: [...new Set(outgoing.map((edge) => edge.branch))], outgoing, undo: null, isUndo: false }];
  });
  return { nodes: new Map(nodes), scopes: new Map() };
}

const trip = plan('ask.approved>charge ask.approved>notify charge.out>tickets notify.out>tickets tickets.out>end ask.rejected>undo');

it('tells the steps in order, those side by side together, up to the end', () => {
  expect(whatFollows(trip, 'ask', 'approved')).toEqual({ levels: [['charge', 'notify'], ['tickets']], ending: 'end', container: null });
  expect(whatFollows(trip, 'ask', 'rejected')).toEqual({ levels: [['undo']], ending: 'end', container: null });
});
it('says that nothing follows a branch that is not connected', () => {
  expect(whatFollows(trip, 'ask', 'timeout').ending).toBe('nothing');
});
it('stops where the way forks', () => {
  expect(whatFollows(plan('ask.approved>check check.true>a check.false>b'), 'ask', 'approved')).toEqual({ levels: [['check']], ending: 'branches', container: null });
});
it('does not take an error branch for a fork', () => {
  expect(whatFollows(plan('ask.approved>pay pay.out>ship pay.error>tell'), 'ask', 'approved').levels).toEqual([['pay'], ['ship']]);
});
it('leaves the container at the end of its inside', () => {
  expect(whatFollows(plan('ask.approved>book', { ask: 'trips', book: 'trips' }), 'ask', 'approved')).toEqual({ levels: [['book']], ending: 'leaves', container: 'trips' });
});
it('ends on a draft that goes in a circle', () => {
  expect(whatFollows(plan('ask.approved>a a.out>b b.out>a'), 'ask', 'approved').levels).toEqual([['a'], ['b']]);
});
it('tells only so far', () => {
  expect(whatFollows(plan('ask.yes>a a.out>b b.out>c c.out>d d.out>e e.out>f f.out>g'), 'ask', 'yes')).toMatchObject({ levels: [['a'], ['b'], ['c'], ['d'], ['e'], ['f']], ending: 'more' });
});

it('knows a yes from a no by the name of a choice', () => {
  expect(['approved', 'accept', 'rejected', 'declined', 'escalate', 'timeout'].map(outcomeTone)).toEqual(['ok', 'ok', 'bad', 'bad', 'accent', 'neutral']);
  expect(outcomeOfKey(['escalate', 'decline', 'accept'], 'a')).toBe('accept');
  expect(outcomeOfKey(['escalate'], 'r')).toBeNull();
  expect([outcomeOfKey(['goOn', 'stop'], '1'), outcomeOfKey(['goOn', 'stop'], '3')]).toEqual(['goOn', null]);
});

it('shows the key of each choice: its letter, else its place', () => {
  const outcomes = ['goOn', 'approved', 'rejected', 'accept', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
  expect(outcomes.map((outcome) => keyOfOutcome(outcomes, outcome))).toEqual(['1', 'a', 'r', '4', '5', '6', '7', '8', '9', null]);
});
