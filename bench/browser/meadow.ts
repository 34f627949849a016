import type { DefinitionInput } from '../../engine/index.ts';

type Node = NonNullable<DefinitionInput['nodes']>[number];
type Edge = NonNullable<DefinitionInput['edges']>[number];

/** A loop, its timer and eighteen values built one after the other. */
const PER_BED = 20;
const INSIDE = PER_BED - 2;
const COLUMNS = 6;
const STEP = { x: 234, y: 90 } as const;
const BED = { width: 40 + COLUMNS * STEP.x, height: 48 + Math.ceil((INSIDE + 1) / COLUMNS) * STEP.y } as const;
const ROUNDS = 10_000;

/**
 * So many steps in loops side by side that each go round once in `periodMs`, all over the canvas and without a worker:
 * what a page sees is a steady stream of events.
 */
export function meadow(nodes: number, periodMs: number): DefinitionInput {
  const beds = Math.max(1, Math.round(nodes / PER_BED));
  const across = Math.ceil(Math.sqrt(beds / 2));
  const all: Node[] = [{ id: 'start', type: 'start', position: { x: 0, y: 0 } }];
  const edges: Edge[] = [];
  for (let bed = 0; bed < beds; bed++) {
    const id = `b${bed}`;
    all.push({ id, type: 'loop', params: { count: ROUNDS, maximum: ROUNDS }, position: { x: 300 + (bed % across) * (BED.width + 60), y: Math.floor(bed / across) * (BED.height + 60) }, ui: { size: { ...BED } } });
    edges.push({ id: `start-${id}`, source: 'start', target: id });
    for (let step = 0; step <= INSIDE; step++) {
      const own = `${id}s${step}`;
      const position = { x: 20 + (step % COLUMNS) * STEP.x, y: 28 + Math.floor(step / COLUMNS) * STEP.y };
      all.push(step === 0 ? { id: own, type: 'wait', parent: id, params: { for: `${periodMs}ms` }, position } : { id: own, type: 'transform', parent: id, params: { value: { round: '{{ iteration }}', step } }, position });
      if (step > 0) edges.push({ id: `${id}e${step}`, source: `${id}s${step - 1}`, target: own });
    }
  }
  return { heddle: 1, name: `Meadow of ${nodes}`, nodes: all, edges };
}
