import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { expressionScope } from './expression-scope.ts';
import { expressionFailure, resolveStep } from './resolve.ts';
import { task, worldOf } from './testing/build.fixture.ts';

const see = (input: string): { params: { source: string; input: Json } } => ({ params: { source: 'return 1', input } });

test('inputs are resolved as of the event that opened the step, whatever happened since', () => {
  const nodes = [task('a'), task('b', see('{{ [nodes.a.output, has(vars.n)] }}')), { id: 's', type: 'set', params: { vars: { n: 1 } } }, task('c', see('{{ vars.n }}'))];
  const world = worldOf(nodes, 'start>a a>b a>s s>c').start();
  world.complete('a', 'A');
  expect(resolveStep(world.plan, world.state, 'b')).toMatchObject({ ok: true, params: { input: ['A', false] } });
  expect(resolveStep(world.plan, world.state, 'c')).toMatchObject({ ok: true, params: { input: 1 } });
});

test('a step sees the steps around its container, and the container only through its output', () => {
  const nodes = [task('a'), { id: 'g', type: 'group' }, task('x', { parent: 'g', ...see('{{ nodes.a.output }}') }), task('b', see('{{ nodes.g.output }}'))];
  const world = worldOf(nodes, 'start>a a>g g>b').start();
  world.complete('a', 'A');
  expect(resolveStep(world.plan, world.state, 'g/x')).toMatchObject({ params: { input: 'A' } });
  world.complete('g/x', 'X');
  expect(resolveStep(world.plan, world.state, 'b')).toMatchObject({ params: { input: 'X' } });
});

test('the instant and the run are those of the history', () => {
  const world = worldOf([task('a', see('{{ [now, run.id, run.startedAt, run.workflow] }}'))], 'start>a').start();
  const started = new Date(world.state.startedAt).toISOString();
  expect(resolveStep(world.plan, world.state, 'a')).toMatchObject({ params: { input: [started, world.runId, started, 'test'] } });
});

test('a parameter that cannot be resolved is an expression error of the step', () => {
  const world = worldOf([task('a', see('{{ input.n / 0 }}'))], 'start>a').start({ input: { n: 1 } });
  const resolved = resolveStep(world.plan, world.state, 'a');
  expect(resolved.ok).toBe(false);
});

test('vars that no open step can see any more are let go', () => {
  const nodes = [{ id: 'l', type: 'loop', params: { count: 200 } }, { id: 's', type: 'set', parent: 'l', params: { vars: { n: '{{ iteration }}' } } }, task('a', see('{{ vars.n }}'))];
  const world = worldOf(nodes, 'start>l l>a').start();
  expect(resolveStep(world.plan, world.state, 'a')).toMatchObject({ params: { input: 199 } });
  expect(world.state.vars.length).toBeLessThan(130);
});

test('a step sees one beside it as pending or running, as it stood when the step was opened', () => {
  const nodes = [task('a'), task('b'), task('join', { join: 'any', ...see('{{ [nodes.a.status, nodes.b.status, nodes.b.output] }}') }), task('late')];
  const world = worldOf(nodes, 'start>a start>b a>join b>join join>late').start();
  world.complete('a', 'A');
  const before = resolveStep(world.plan, world.state, 'join');
  world.complete('b', 'B');
  expect([before, resolveStep(world.plan, world.state, 'join')]).toMatchObject([{ params: { input: ['completed', 'running', null] } }, { params: { input: ['completed', 'running', null] } }]);
  const node = (path: string, id: string, asOf?: number) => expressionScope(world.plan, world.state, path, { now: 0, ...(asOf === undefined ? {} : { asOf }) }).node(id);
  expect([node('', 'late')?.status, node('', 'a', 1)?.status, node('', 'nowhere')]).toEqual(['pending', 'pending', undefined]);
});

test('a step inside a container is not seen from outside', () => {
  const world = worldOf([{ id: 'g', type: 'group' }, task('x', { parent: 'g' })], 'start>g').start();
  const seen = (path: string) => expressionScope(world.plan, world.state, path, { now: 0 }).node('x')?.status;
  expect([seen(''), seen('g')]).toEqual([undefined, 'running']);
});

test('a step that the plan does not have cannot be resolved', () => {
  const world = worldOf([task('a')], 'start>a').start();
  expect(resolveStep(worldOf([task('b')], 'start>b').plan, world.state, 'a')).toEqual({ ok: false, error: { type: 'unknown_node', message: 'The plan has no node "a".' } });
});

test('an error that is no expression’s is not taken for one', () => {
  const bug = new TypeError('a bug');
  expect(() => expressionFailure(bug)).toThrow(bug);
});

test('an open task still sees the variables of its own instant, however often they were written since', () => {
  const nodes = [
    { id: 'v', type: 'set', params: { vars: { n: 'then' } } }, task('early', see('{{ vars.n }}')), task('gate'),
    { id: 'l', type: 'loop', params: { count: 200 } }, { id: 's', type: 'set', parent: 'l', params: { vars: { n: '{{ iteration }}' } } },
  ];
  const world = worldOf(nodes, 'start>v v>early v>gate gate>l').start();
  world.complete('gate');
  expect(world.state.vars.length).toBeLessThan(200);
  expect(resolveStep(world.plan, world.state, 'early')).toMatchObject({ params: { input: 'then' } });
});
