import { expect, it } from 'vitest';
import { translator } from '@/components/i18n/translate.ts';
import { advance, catalogue, compileDefinition, definitionSchema, emptyState } from '@/engine/index.ts';
import { viewPlanOf } from '../model/view-plan.ts';
import { iterationTitle, placeOf, rowLabel } from './row-label.ts';

const definition = definitionSchema.parse({
  heddle: 1,
  name: 'Rounds',
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'rounds', type: 'loop', name: 'Rounds', params: { count: 2 } },
    { id: 'each', type: 'map', name: 'Each', parent: 'rounds', params: { items: [{ name: 'Ada' }, 'Lin'] } },
    { id: 'ask', type: 'signal', parent: 'each', params: { name: 'go' } },
  ],
  edges: [{ id: 'e', source: 'start', target: 'rounds' }],
});
const compiled = compileDefinition(definition, catalogue);
const begun = advance(compiled, emptyState('r', { retain: true }), { id: 's', type: 'run.started', data: { coreVersion: 1, workflow: 'w', workflowName: 'T', version: 1, planHash: compiled.hash, input: null, entry: 'start', trigger: 'api', seed: 's', key: null, parent: null, memo: {}, searchAttributes: {}, taskQueue: null, priority: null, pinned: null, timeoutMs: null } }, 1);
const plan = viewPlanOf(definition, catalogue);

it.each([
  ['en', 'Round 1', 'Round 1 · iteration 0', '2 · Lin · index 1', 'Rounds: Round 1 · iteration 0, Each: 1 · Ada · index 0'],
  ['zh', '第 1 轮', '第 1 轮 · iteration 0', '2 · Lin · index 1', 'Rounds: 第 1 轮 · iteration 0, Each: 1 · Ada · index 0'],
] as const)('an iteration tells in %s, beside its number, the one that expressions see', (language, label, round, item, place) => {
  const t = translator(language);
  const { state } = begun;
  expect(rowLabel({ kind: 'iteration', node: 'rounds', path: 'rounds', index: 0, record: null }, plan, state, t)).toBe(label);
  expect(iterationTitle(plan, state, 'rounds', 0, t)).toBe(round);
  expect(iterationTitle(plan, state, 'rounds[0]/each', 1, t)).toBe(item);
  expect(placeOf(plan, state, state.steps.get('rounds[0]/each[0]/ask')!.scope, t)).toBe(place);
  expect(placeOf(plan, state, state.steps.get('rounds[0]/each')!.scope, t)).toBe(round);
  expect(placeOf(plan, state, '', t)).toBeNull();
});
