import type { Definition } from '@/engine/index.ts';

/** What an empty canvas starts with: a way in and a way out, connected, so that it runs at once. @param start what the way in is called, and `end` the way out */
export function blankDefinition(name: string, start: string, end: string): Definition {
  return {
    heddle: 1,
    name,
    nodes: [
      { id: 'start', type: 'start', typeVersion: 1, name: start, position: { x: 90, y: 216 }, params: {} },
      { id: 'end', type: 'end', typeVersion: 1, name: end, position: { x: 558, y: 216 }, params: { output: '{{ input }}' } },
    ],
    edges: [{ id: 'e1', source: 'start', target: 'end' }],
  };
}
