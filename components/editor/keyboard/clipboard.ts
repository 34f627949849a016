import { copyFragment, paste, readFragment, type Fragment } from '../commands/fragment.ts';
import { remove } from '../commands/remove.ts';
import { isContainerType } from '../document/can-connect.ts';
import type { EditorKit } from '../kit.ts';

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
  await copySelection(kit);
  removeSelection(kit);
}

export function removeSelection(kit: EditorKit): void {
  kit.state().do('editor.cmdCut', (input) => remove(input, kit.catalogue, kit.state().history.selection));
}

export async function pasteFromClipboard(kit: EditorKit): Promise<void> {
  const text = await navigator.clipboard?.readText().catch(() => lastCopy);
  pasteText(kit, text ?? lastCopy);
}

/** Puts what text holds on the canvas: near the copied ones, or in the middle when those are out of sight. Tells whether it held anything. */
export function pasteText(kit: EditorKit, text: string): boolean {
  const fragment = readFragment(text);
  if (!fragment || kit.readOnly) return false;
  const parent = selectedContainer(kit);
  const aside = 36 * ++pastes;
  const by = inSight(kit, fragment) && text === lastCopy ? { x: aside, y: aside } : toMiddle(kit, fragment);
  kit.state().do('editor.cmdPaste', (input) => paste(input, kit.catalogue, fragment, by, parent));
  return true;
}

function selectedContainer(kit: EditorKit): string | undefined {
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
  const box = document.querySelector('.hc-canvas')?.getBoundingClientRect();
  const middle = kit.flow.screenToFlowPosition(box ? { x: box.left + box.width / 2 - 98, y: box.top + box.height / 2 - 40 } : { x: 300, y: 300 });
  const from = corner(fragment);
  return { x: Math.round(middle.x - from.x), y: Math.round(middle.y - from.y) };
}
