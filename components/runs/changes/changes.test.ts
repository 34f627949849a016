import { describe, expect, it } from 'vitest';
import { advance, catalogue, compileDefinition, definitionSchema, emptyState, type Definition, type RunInput, type RunState } from '@/engine/index.ts';
import { asOverridden, changeableNodes, changedParams } from './changed-params.ts';
import { changesOf } from './changes-of.ts';
import { cutSteps, firstCut, fromOf, stepToEdit } from './cut-options.ts';
import { forwardTargets } from './forward-plan.ts';

const nodes = [
  { id: 'start', type: 'start' }, { id: 'a', type: 'transform', params: { value: 1 } }, { id: 'hold', type: 'signal', params: { name: 'go' } }, { id: 'b', type: 'wait', params: { for: '1h' } },
  { id: 'l', type: 'loop', params: { count: 4 } }, { id: 'x', type: 'signal', parent: 'l', params: { name: 'x' } }, { id: 'end', type: 'end' },
];
const definition: Definition = definitionSchema.parse({ heddle: 1, name: 'T', nodes, edges: [['start', 'a'], ['a', 'hold'], ['hold', 'b'], ['b', 'end'], ['start', 'l']].map(([source, target], at) => ({ id: `e${at}`, source, target })) });
const plan = compileDefinition(definition, catalogue);
function started(...inputs: RunInput[]): RunState {
  let state = emptyState('r');
  const begin: RunInput = { id: 's', type: 'run.started', data: { coreVersion: 1, workflow: 'w', workflowName: 'T', version: 1, planHash: plan.hash, input: null, entry: 'start', trigger: 'api', seed: 's', key: null, parent: null, memo: {}, searchAttributes: {}, taskQueue: null, priority: null, pinned: null, timeoutMs: null } };
  for (const input of [begin, ...inputs]) state = advance(plan, state, input, 1).state;
  return state;
}
const terminate: RunInput = { id: 't', type: 'run.terminated', data: { reason: null, by: null } };

describe('where a fork is cut', () => {
  it('is first what a person looks at: a moment, a step, then now; of a run that is over its last step', () => {
    const open = started();
    expect([firstCut(open, 3, 'a'), firstCut(open, null, 'a'), firstCut(open, null, null), firstCut(started(terminate), null, null)]).toEqual([{ kind: 'event', event: 3 }, { kind: 'step', path: 'a' }, { kind: 'now' }, { kind: 'step', path: 'hold' }]);
    expect(cutSteps(open).map((step) => step.path)).toEqual(['a', 'l', 'l[0]/x', 'hold']);
    expect([fromOf({ kind: 'now' }), fromOf({ kind: 'step', path: 'a' }), fromOf({ kind: 'event', event: 3 })]).toEqual([undefined, { step: 'a' }, { event: 3 }]);
  });
});

describe('the output that a fork begins to change', () => {
  const kindOf = (node: string) => catalogue.get(nodes.find(({ id }) => id === node)?.type ?? '')?.kind;
  it('is that of the step it begins at, where that step is open at the cut', () => {
    const open = started();
    for (const [path, expected] of [['hold', 'hold'], ['l[0]/x', 'l[0]/x'], ['a', null], ['l', null]] as const) expect(stepToEdit(open, { kind: 'step', path }, 'hold', kindOf), path).toBe(expected);
  });
  it('is that of the step that is looked at when it begins elsewhere', () => {
    const open = started();
    for (const [selected, expected] of [['a', 'a'], ['hold', 'hold'], ['l', null], ['b', null], [null, null]] as const) expect(stepToEdit(open, { kind: 'now' }, selected, kindOf), String(selected)).toBe(expected);
  });
});

describe('where a run can be sent on to', () => {
  it('is what has not begun, with what lies between, and the iterations to come', () => {
    const targets = forwardTargets(definition, started());
    expect(targets.find(({ to }) => to === 'end')).toEqual({ to: 'end', node: 'end', index: null, stopped: ['hold'], skipped: ['b'] });
    expect(targets.map(({ to }) => to)).toEqual(['b', 'end', 'l[2]', 'l[3]']);
    expect(forwardTargets(definition, started(terminate))).toEqual([]);
  });
});

describe('what is offered of a run', () => {
  const of = (state: Partial<RunState>, saved = true) => [...changesOf({ status: 'running', paused: false, closing: null, parent: null, pinned: null, ...state }, saved)].sort();
  it('is what the core does not refuse in any case', () => {
    expect(of({})).toEqual(['fork', 'forward', 'migrate', 'override', 'reset']);
    expect(of({ paused: true, status: 'paused' })).toEqual(['fork', 'forward', 'override', 'reset']);
    expect(of({}, false)).not.toContain('migrate');
    expect(of({ closing: { outcome: 'cancelled', error: null, reason: null } })).toEqual(['fork', 'override', 'reset']);
    expect(of({ status: 'failed' })).toEqual(['fork', 'reset', 'retryWith']);
    expect(of({ status: 'completed' })).toEqual(['fork', 'reset']);
    expect(of({ parent: { runId: 'p', path: 'x', generation: 1, awaited: true } })).toEqual(['fork', 'forward', 'override']);
  });
});

describe('changed parameters', () => {
  it('are those that differ from what holds for the run, overrides included', () => {
    const before = asOverridden(definition, 'w', [{ workflow: 'w', node: 'b', params: { for: '2h' } }, { workflow: 'other', node: 'b', params: { for: '9h' } }]);
    const params = (value: string): Definition => ({ ...before, nodes: before.nodes.map((node) => (node.id === 'b' ? { ...node, params: { for: value } } : node)) });
    expect([changedParams(before, params('2h'), 'b'), changedParams(before, params('3h'), 'b')]).toEqual([{}, { for: '3h' }]);
    expect(changeableNodes(definition).map(({ id }) => id)).not.toContain('start');
  });
});
