import type { Definition } from '@/engine/index.ts';

/** What an empty canvas starts with: a way in and a way out, connected, so that it runs at once. */
export function blankDefinition(name: string): Definition {
  return {
    heddle: 1,
    name,
    nodes: [
      { id: 'start', type: 'start', typeVersion: 1, name: 'Start', position: { x: 90, y: 216 }, params: {} },
      { id: 'end', type: 'end', typeVersion: 1, name: 'End', position: { x: 558, y: 216 }, params: { output: '{{ input }}' } },
    ],
    edges: [{ id: 'e1', source: 'start', target: 'end' }],
  };
}
