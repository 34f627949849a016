import { definitionSchema, type Definition, type DefinitionInput } from '@/engine/index.ts';

/** Fills in what the schema gives by default. */
export function definition(input: Omit<DefinitionInput, 'heddle' | 'name'> & { name?: string }): Definition {
  return definitionSchema.parse({ heddle: 1, name: 'Test', ...input });
}

/** Start → saga (hotel → flight, each with its undo) → approval → end, and a map beside it. */
export function trip(): Definition {
  return definition({
    name: 'Book a trip',
    nodes: [
      { id: 'start', type: 'start', name: 'Start', position: { x: 0, y: 108 } },
      { id: 'book', type: 'saga', name: 'book trip', position: { x: 242, y: 0 } },
      { id: 'hotel', type: 'http', name: 'Hotel', parent: 'book', position: { x: 20, y: 28 }, params: { method: 'POST', url: '{{ input.gateway }}/hotels' }, retry: { maximumAttempts: 3 }, timeouts: { startToClose: '30s' } },
      { id: 'flight', type: 'http', name: 'Flight', parent: 'book', position: { x: 254, y: 28 }, params: { method: 'POST', url: '{{ input.gateway }}/flights' } },
      { id: 'cancelHotel', type: 'http', name: 'Cancel hotel', parent: 'book', position: { x: 20, y: 176 } },
      { id: 'cancelFlight', type: 'http', name: 'Cancel flight', parent: 'book', position: { x: 254, y: 176 } },
      { id: 'approve', type: 'approval', name: 'Approve trip', position: { x: 760, y: 90 }, params: { assignees: ['a', 'b', 'c'], quorum: 2, due: '2d' } },
      { id: 'done', type: 'end', name: 'Done', position: { x: 1000, y: 90 } },
    ],
    edges: [
      { id: 'e1', source: 'start', target: 'book' },
      { id: 'e2', source: 'hotel', target: 'flight' },
      { id: 'e3', source: 'hotel', target: 'cancelHotel', kind: 'compensate' },
      { id: 'e4', source: 'flight', target: 'cancelFlight', kind: 'compensate' },
      { id: 'e5', source: 'book', branch: 'out', target: 'approve' },
      { id: 'e6', source: 'approve', branch: 'approved', target: 'done' },
    ],
    notes: [{ id: 'n1', text: '# Hello', position: { x: 0, y: 300 } }],
  });
}
