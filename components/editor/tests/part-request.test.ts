import { describe, expect, it } from 'vitest';
import { advance, catalogue, compileDefinition, definitionSchema, emptyState, prepareTestRun, type Definition, type Json, type RunPart } from '@/engine/index.ts';
import { resultOf, scopeOf, type LastRun } from '../../inspector/model/last-run.ts';
import { entryOf, partData, preparedPart, readsInput, varRun } from './part-request.ts';

const ASK = { skipWaits: false, decide: {} };
const transform = (id: string, value: Json) => ({ id, type: 'transform', params: { value } });
const drawn = definitionSchema.parse({
  heddle: 1, name: 'Sums', input: { type: 'object', properties: { n: { type: 'integer' } } },
  nodes: [
    { id: 'start', type: 'start' }, transform('twice', '{{ input.n * 2 }}'), { id: 'keep', type: 'set', params: { vars: { kept: '{{ nodes.twice.output }}' } } },
    { id: 'big', type: 'condition', params: { if: 'nodes.twice.output > 10' } }, transform('yes', 'big'), transform('no', 'small'), transform('sum', '{{ nodes.twice.output + vars.kept }}'), transform('word', '{{ default(nodes.yes.output, nodes.no.output) }}'),
  ],
  edges: [['start', 'twice'], ['twice', 'keep'], ['keep', 'big'], ['big', 'yes', 'true'], ['big', 'no', 'false'], ['yes', 'sum'], ['no', 'sum'], ['sum', 'word']].map(([source, target, branch], at) => ({ id: `e${at}`, source, target, ...(branch === undefined ? {} : { branch }) })),
});

/** What a run comes to in which nothing waits for a worker. */
function ran(id: string, definition: Definition, input: Json, part: RunPart | null = null, data: Record<string, Json> = {}, vars: Record<string, Json> = {}): LastRun {
  const prepared = prepareTestRun(definition, catalogue, { part, data, ...ASK });
  if (!prepared.ok) throw new Error(prepared.refusal.message);
  const { run } = prepared;
  const plan = compileDefinition(run.definition, catalogue);
  const begun = advance(plan, emptyState(id, { retain: true }), { id: 's', type: 'run.started', data: { coreVersion: 2, workflow: 'w', workflowName: 'W', version: null, planHash: plan.hash, input, entry: 'start', trigger: 'test', seed: 's', key: null, parent: null, memo: {}, searchAttributes: {}, taskQueue: null, priority: null, pinned: run.pinned, stands: run.stands, vars, ...(part === null ? {} : { part }), timeoutMs: null } }, 1_000);
  if (!begun.accepted) throw new Error(begun.refusal.message);
  return { id, startedAt: 1_000, definition: run.definition, plan, state: begun.state };
}

describe('what a step alone is given', () => {
  const whole = ran('r1', drawn, { n: 4 });
  it('is the latest result of each step it reads, and the variables', () => {
    expect(partData(drawn, catalogue, { only: 'sum' }, [whole])).toEqual({ outputs: { twice: 8 }, vars: { kept: 8 } });
    const again = ran('r2', drawn, { n: 50 }, { only: 'twice' });
    expect(partData(drawn, catalogue, { only: 'sum' }, [again, whole])).toEqual({ outputs: { twice: 100 }, vars: { kept: 8 } });
  });
  it('has each variable of the latest run that knows it', () => {
    const later = ran('r2', drawn, {}, { only: 'word' }, { yes: 1, no: 1 }, { other: 1 });
    expect([varRun([later, whole], 'other')?.id, varRun([later, whole], 'kept')?.id, varRun([later, whole], 'nobody')]).toEqual(['r2', 'r1', null]);
    expect(partData(drawn, catalogue, { only: 'sum' }, [later, whole]).vars).toEqual({ other: 1, kept: 8 });
  });
  it('is null of a step that was passed by', () => {
    expect(partData(drawn, catalogue, { only: 'word' }, [whole]).outputs).toEqual({ yes: null, no: 'small' });
  });
  it('leaves what is pinned to the definition, and pinned variables count', () => {
    const pinned = { ...drawn, nodes: drawn.nodes.map((node) => (node.id === 'twice' ? { ...node, ui: { pinned: 5 } } : node.id === 'keep' ? { ...node, ui: { pinned: { kept: 9 } } } : node)) };
    const data = partData(pinned, catalogue, { only: 'sum' }, [whole]);
    expect(data).toEqual({ outputs: {}, vars: { kept: 9 } });
    expect(preparedPart(pinned, catalogue, { only: 'sum' }, data, ASK).ok).toBe(true);
  });
  it('is refused by the names of what is missing', () => {
    expect(preparedPart(drawn, catalogue, { only: 'sum' }, partData(drawn, catalogue, { only: 'sum' }, []), ASK)).toMatchObject({ ok: false, refusal: { why: 'missing_data', nodes: ['twice'] } });
    expect(preparedPart(drawn, catalogue, { upTo: 'sum' }, { outputs: {}, vars: {} }, ASK).ok).toBe(true);
  });
  it('is entered by the start that was chosen, where the part has it', () => {
    const two = { ...drawn, nodes: [...drawn.nodes, { ...drawn.nodes[0]!, id: 'other' }], edges: [...drawn.edges, { id: 'o', source: 'other', target: 'keep' }] };
    const entered = (node: string, entry: string) => {
      const prepared = preparedPart(two, catalogue, { upTo: node }, { outputs: {}, vars: {} }, ASK);
      return prepared.ok ? entryOf(prepared.run, { input: {}, entry }) : prepared;
    };
    expect([entered('keep', 'other'), entered('keep', 'start'), entered('twice', 'other'), entered('keep', 'gone')]).toEqual(['other', 'start', undefined, undefined]);
  });
  it('asks for an input where one is read', () => {
    expect([readsInput(drawn, catalogue, { only: 'twice' }), readsInput(drawn, catalogue, { only: 'sum' }), readsInput(drawn, catalogue, { upTo: 'sum' })]).toEqual([true, false, true]);
  });
});

describe('the latest result of a step', () => {
  const whole = ran('r1', drawn, { n: 4 });
  const alone = ran('r2', drawn, {}, { only: 'sum' }, { twice: 1 }, { kept: 1 });
  it('is of the latest run in which it ran itself, not of one in which data stood in for it', () => {
    expect([resultOf([alone, whole], 'sum')?.run.id, resultOf([alone, whole], 'twice')?.run.id, resultOf([alone], 'twice')]).toEqual(['r2', 'r1', null]);
  });
  it('is what expressions of other steps see', () => {
    const scope = scopeOf(alone, drawn, 'word', [whole]);
    expect([scope.node('sum')?.output, scope.node('no')?.output]).toEqual([2, 'small']);
  });
});
