import { addNode } from '../commands/add-node.ts';
import { insertOnEdge } from '../commands/insert-on-edge.ts';
import { replaceType } from '../commands/replace-type.ts';
import { absolutePosition, nodeById } from '../document/graph.ts';
import type { EditorKit } from '../kit.ts';
import { freePlace, placeAfter, placeInside, sizeOfNew } from '../layout/free-place.ts';
import type { PalettePurpose } from '../store.ts';

export const PALETTE_MIME = 'application/x-heddle-node-type';

/** Does what the palette was opened for with the type that was chosen, and brings what came of it into sight. */
export function addFromPalette(kit: EditorKit, type: string, purpose: PalettePurpose): void {
  const before = kit.state().history;
  place(kit, type, purpose);
  const { history, lookAt } = kit.state();
  const [added] = history.selection;
  // What is new is to be filled in: its settings open, whichever tab stood open before.
  if (history !== before && added !== undefined) lookAt(added, `/nodes/${history.definition.nodes.findIndex((node) => node.id === added)}`);
}

function place(kit: EditorKit, type: string, purpose: PalettePurpose): void {
  const { catalogue } = kit;
  const label = kit.nodeText(`node.${type}.label`, catalogue.get(type)?.face.label ?? type);
  const state = kit.state();
  const definition = state.history.definition;
  switch (purpose.kind) {
    case 'add': {
      const parent = purpose.parent !== undefined && catalogue.get(type)?.kind !== 'start' ? purpose.parent : undefined;
      const box = parent === undefined ? undefined : nodeById(definition, parent);
      const corner = box ? absolutePosition(definition, box) : { x: 0, y: 0 };
      const absolute = kit.flow.screenToFlowPosition(purpose.at ?? middleOfCanvas());
      const wish = { x: absolute.x - corner.x, y: absolute.y - corner.y };
      const position = purpose.at ? { x: Math.round(wish.x), y: Math.round(wish.y) } : parent === undefined ? freePlace(definition, catalogue, parent, wish, false, sizeOfNew(catalogue, type)) : placeInside(definition, catalogue, parent, sizeOfNew(catalogue, type));
      return state.do('editor.cmdAdd', (input) => addNode(input, catalogue, { type, position, parent, label }));
    }
    case 'after': {
      const source = nodeById(definition, purpose.node);
      if (!source) return;
      const box = source.parent === undefined ? undefined : nodeById(definition, source.parent);
      const corner = box ? absolutePosition(definition, box) : { x: 0, y: 0 };
      const drawn = purpose.at && isDropped(kit, purpose.node, purpose.at) ? kit.flow.screenToFlowPosition(purpose.at) : null;
      const position = drawn ? freePlace(definition, catalogue, source.parent, { x: drawn.x - corner.x, y: drawn.y - corner.y - 27 }, true, sizeOfNew(catalogue, type)) : placeAfter(definition, catalogue, purpose.node, purpose.branch, sizeOfNew(catalogue, type));
      return state.do('editor.cmdAdd', (input) => addNode(input, catalogue, { type, position, parent: source.parent, label: purpose.branch === 'compensate' ? kit.t('inspector.undoStepName', { name: source.name || source.id }) : label, after: { node: purpose.node, branch: purpose.branch } }));
    }
    case 'insert':
      return state.do('canvas.insertHere', (input) => insertOnEdge(input, catalogue, purpose.edge, type, label));
    case 'replace':
      return state.do('editor.cmdReplace', (input) => replaceType(input, catalogue, purpose.node, type));
  }
}

/** A click on a handle is at the handle; an edge that was dropped is away from it. */
function isDropped(kit: EditorKit, node: string, at: { x: number; y: number }): boolean {
  const inner = kit.flow.getInternalNode(node);
  if (!inner) return false;
  const right = kit.flow.flowToScreenPosition({ x: inner.internals.positionAbsolute.x + (inner.measured.width ?? 196), y: 0 }).x;
  return Math.abs(at.x - right) > 24;
}

function middleOfCanvas(): { x: number; y: number } {
  const box = document.querySelector('.hc-canvas')?.getBoundingClientRect();
  return box ? { x: box.left + box.width / 2 - 98, y: box.top + box.height / 2 - 30 } : { x: 400, y: 300 };
}
