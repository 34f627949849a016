import { expect, it } from 'vitest';
import { catalogue, type NodeDefinition } from '@/engine/index.ts';
import { ENGLISH_FACTS, nodeFact } from './fact.ts';

const fact = (type: string, node: Partial<NodeDefinition>, words = ENGLISH_FACTS) => nodeFact({ id: 'a', type, name: '', position: { x: 0, y: 0 }, params: {}, ...node } as NodeDefinition, catalogue.get(type), words)?.text;

it('is said in the words it is given', () => {
  const words = { ...ENGLISH_FACTS, duration: (written: string) => `<${written}>`, due: (duration: string) => `bis ${duration}`, retry: (attempts: number) => `${attempts}×` };
  expect(fact('approval', { params: { due: '2d', assignees: ['a', 'b'] } }, words)).toBe('1 of 2 · bis <2d>');
  expect(fact('http', { retry: { maximumAttempts: 3 }, timeouts: { startToClose: '15s' } }, words)).toBe('3× · <15s>');
});
it('spaces a duration and leaves an expression as it is written', () => {
  expect(fact('wait', { params: { for: '1h30m' } })).toBe('for 1 h 30 m');
  expect(fact('wait', { params: { for: '{{ input.time }}' } })).toBe('for {{ input.time }}');
});
