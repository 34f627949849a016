import { describe, expect, it } from 'vitest';
import { shapes } from '@/engine/index.ts';
import { viewPlanOf } from '../runs/model/view-plan.ts';
import { definition as define } from '../canvas/testing/definitions.ts';
import { inSightOf, unfoldedTo } from './asking-view.ts';

const definition = define({
  name: 'Asks inside',
  nodes: [
    { id: 'start', type: 'start' }, { id: 'rounds', type: 'loop', params: { count: 2, maximum: 2 }, ui: { collapsed: true, color: 'blue' } }, { id: 'tidy', type: 'group', ui: { collapsed: true } },
    { id: 'box', type: 'group', parent: 'rounds', ui: { collapsed: true } }, { id: 'ask', type: 'approval', parent: 'box', params: { title: 'Go on?' } },
    { id: 'yes', type: 'transform', parent: 'box', params: { value: 1 } }, { id: 'no', type: 'transform', parent: 'box', params: { value: 0 } },
  ],
  edges: [
    { id: 'a', source: 'start', target: 'rounds' }, { id: 'b', source: 'rounds', target: 'tidy' },
    { id: 'c', source: 'ask', target: 'yes', branch: 'approved' }, { id: 'd', source: 'ask', target: 'no', branch: 'rejected' }, { id: 'e', source: 'ask', target: 'no', branch: 'timeout' },
  ],
});

describe('the canvas of a request', () => {
  it('unfolds what the step that asks stands in, and nothing else', () => {
    const drawn = unfoldedTo(definition, 'ask');
    expect(Object.fromEntries(drawn.nodes.map(({ id, ui }) => [id, ui?.collapsed]))).toMatchObject({ rounds: false, box: false, tidy: true });
    expect(drawn.nodes.find(({ id }) => id === 'rounds')?.ui).toMatchObject({ color: 'blue' });
    expect(definition.nodes.find(({ id }) => id === 'rounds')?.ui?.collapsed).toBe(true);
  });

  it('is the definition itself where nothing hides the step', () => {
    expect(unfoldedTo(definition, 'rounds')).toBe(definition);
    expect(unfoldedTo(definition, 'gone')).toBe(definition);
  });

  it('has the step and where its choices lead in sight, each once', () => {
    const plan = viewPlanOf(definition, shapes);
    expect(inSightOf(plan, 'ask')).toEqual(['ask', 'yes', 'no']);
    expect(inSightOf(plan, 'gone')).toEqual(['gone']);
  });
});
