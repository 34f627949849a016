import { diffDefinitions, type Shapes, type Definition } from '@/engine/index.ts';
import type { ChangeMark } from '@/components/canvas/changes.ts';
import { drawChanges } from '@/components/editor/versions/change-drawing.ts';
import type { RunComparison } from './compare-runs.ts';

/** Both versions on one canvas: that of the first run, with what only the second one has where it stands there. */
export type RunDrawing = { definition: Definition; /** Nodes and edges that only one of them has. */ nodes: ReadonlyMap<string, ChangeMark>; edges: ReadonlyMap<string, ChangeMark> };

const ONLY: Readonly<Partial<Record<ChangeMark, ChangeMark>>> = { added: 'onlyA', removed: 'onlyB' };

export function drawBoth(a: Definition, b: Definition, catalogue: Shapes): RunDrawing {
  const drawing = drawChanges(b, a, diffDefinitions(b, a, catalogue), catalogue);
  return { definition: drawing.definition, nodes: onlyOnce(drawing.nodes), edges: onlyOnce(drawing.edges) };
}

function onlyOnce(marks: ReadonlyMap<string, ChangeMark>): Map<string, ChangeMark> {
  return new Map([...marks].flatMap(([id, mark]): [string, ChangeMark][] => (ONLY[mark] === undefined ? [] : [[id, ONLY[mark]]])));
}

/** The marks of the canvas: what only one version has, and the steps that went otherwise. */
export function marksOf(drawing: RunDrawing, { differing }: RunComparison): Map<string, ChangeMark> {
  const marks = new Map<string, ChangeMark>(differing.map(({ node }) => [node, 'differs']));
  for (const [id, mark] of drawing.nodes) marks.set(id, mark);
  return marks;
}
