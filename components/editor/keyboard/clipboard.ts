import { addNode } from '../commands/add-node.ts';
import { readCurl, type CurlRequest } from '../commands/from-curl.ts';
import { copyFragment, paste, readFragment, type Fragment } from '../commands/fragment.ts';
import { isContainerType } from '../document/can-connect.ts';
import { absolutePosition, nodeById } from '../document/graph.ts';
import type { EditorKit } from '../kit.ts';
import { freePlace } from '../layout/free-place.ts';
import { removeSelection } from './remove-selection.ts';
import { tellingOfCovered } from '../parts/tell-of-covered.ts';

/** The last copy of this page, for browsers that do not let a menu read the clipboard. */
let lastCopy = '';
let pastes = 0;

export function selectionText(kit: EditorKit): string | null {
  const { definition, selection } = kit.state().history;
  const fragment = copyFragment(definition, selection);
  if (!fragment) return null;
  lastCopy = JSON.stringify(fragment, null, 2);
  pastes = 0;
  return lastCopy;
}

export async function copySelection(kit: EditorKit): Promise<void> {
  const text = selectionText(kit);
  if (text !== null) await navigator.clipboard?.writeText(text).catch(() => {});
}

export async function cutSelection(kit: EditorKit): Promise<void> {
  // A browser may ask whether it may write there; meanwhile something else may be selected.
  const { selection } = kit.state().history;
  await copySelection(kit);
  removeSelection(kit, { label: 'editor.cmdCut', items: selection });
}

export async function pasteFromClipboard(kit: EditorKit): Promise<void> {
  const text = await navigator.clipboard?.readText().catch(() => lastCopy);
  pasteText(kit, text ?? lastCopy);
}

/** Puts what text holds on the canvas: near the copied ones, or in the middle when those are out of sight. Tells whether it held anything. */
export function pasteText(kit: EditorKit, text: string): boolean {
  if (kit.readOnly) return false;
  const fragment = readFragment(text);
  if (!fragment) return pasteCurl(kit, readCurl(text));
  const parent = selectedContainer(kit);
  const aside = 36 * ++pastes;
  const by = inSight(kit, fragment) && text === lastCopy ? { x: aside, y: aside } : toMiddle(kit, fragment);
  tellingOfCovered(kit, () => kit.state().do('editor.cmdPaste', (input) => paste(input, kit.catalogue, fragment, by, parent)));
  return true;
}

/** A cURL command becomes an `http` step: in the container that is selected, else in the middle. */
function pasteCurl(kit: EditorKit, request: CurlRequest | null): boolean {
  if (request === null) return false;
  const { definition } = kit.state().history;
  const parent = selectedContainer(kit);
  const box = parent === undefined ? undefined : nodeById(definition, parent);
  const corner = box ? absolutePosition(definition, box) : { x: 0, y: 0 };
  const middle = middleOf(kit);
  const position = freePlace(definition, kit.catalogue, parent, { x: middle.x - corner.x, y: middle.y - corner.y });
  const before = new Set(definition.nodes.map((node) => node.id));
  kit.state().do('editor.pasteCurl', (input) => {
    const added = addNode(input, kit.catalogue, { type: 'http', name: request.name, position, parent });
    const nodes = added.definition.nodes.map((node) => (before.has(node.id) ? node : { ...node, name: request.name, params: { ...node.params, ...request.params }, ...(request.startToClose === null ? {} : { timeouts: { startToClose: request.startToClose } }) }));
    return { ...added, definition: { ...added.definition, nodes } };
  });
  if (request.leftOut.length > 0) {
    const secret = request.leftOut.some(({ what }) => what === 'credentials');
    const names = [...new Set(request.leftOut.map(({ name }) => name))].join(', ');
    kit.tell(kit.t(secret ? 'editor.curlSecrets' : 'editor.curlLeftOut', { names }));
  }
  return true;
}

/** The open container that is selected: what is pasted or added comes into it. */
export function selectedContainer(kit: EditorKit): string | undefined {
  const { definition, selection } = kit.state().history;
  if (selection.size !== 1) return undefined;
  const node = definition.nodes.find((one) => selection.has(one.id));
  return node && isContainerType(kit.catalogue, node.type) && !node.ui?.collapsed ? node.id : undefined;
}

function corner(fragment: Fragment): { x: number; y: number } {
  const outer = [...fragment.nodes, ...fragment.notes].filter((item) => item.parent === undefined);
  return { x: Math.min(...outer.map((item) => item.position.x)), y: Math.min(...outer.map((item) => item.position.y)) };
}

function inSight(kit: EditorKit, fragment: Fragment): boolean {
  const box = document.querySelector('.hc-canvas')?.getBoundingClientRect();
  const at = kit.flow.flowToScreenPosition(corner(fragment));
  return box !== undefined && at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom;
}

function toMiddle(kit: EditorKit, fragment: Fragment): { x: number; y: number } {
  const middle = middleOf(kit);
  const from = corner(fragment);
  return { x: Math.round(middle.x - from.x), y: Math.round(middle.y - from.y) };
}

function middleOf(kit: EditorKit): { x: number; y: number } {
  const box = document.querySelector('.hc-canvas')?.getBoundingClientRect();
  return kit.flow.screenToFlowPosition(box ? { x: box.left + box.width / 2 - 98, y: box.top + box.height / 2 - 40 } : { x: 300, y: 300 });
}
