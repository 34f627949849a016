import type { NodeHandle } from '@xyflow/react';
import { BOX_BRANCH_GAP, BRANCH_ROW_HEIGHT, HEAD_HEIGHT, type Size } from './sizes.ts';

export const ENTRY_HANDLE = 'in';
export const UNDO_SOURCE_HANDLE = 'compensate';
export const UNDO_TARGET_HANDLE = 'undo';

/** What a node has handles for. */
export type Ends = { branches: readonly string[]; /** Edges come in. */ entry: boolean; /** Flow edges go out. */ ways: boolean; canUndo: boolean; isUndo: boolean };

/** The circle of a handle, and the border of what it stands on; `canvas.css` keeps to them. */
const HANDLE = 9;
const BORDER = 1;

/** Middle of the head of a card, below its border: where edges come in, and leave when there is one way out. */
export const CARD_MIDDLE = HEAD_HEIGHT / 2 - BORDER;

/** How far below the border of a card a way out stands: beside its name when there are several. */
export function branchTop(count: number, at: number): number {
  return count === 1 ? CARD_MIDDLE : HEAD_HEIGHT - 2 + at * BRANCH_ROW_HEIGHT + BRANCH_ROW_HEIGHT / 2;
}

/** How far from the middle of a container's side a way out stands. */
export function boxBranchOffset(count: number, at: number): number {
  return (at - (count - 1) / 2) * BOX_BRANCH_GAP;
}

/**
 * Where the handles of a card stand. Told beforehand, edges can be drawn to cards that nobody has measured, and a large
 * canvas need not lay out every card to open.
 */
export function cardHandles(size: Size, ends: Ends): NodeHandle[] {
  return [
    ...(ends.entry ? [handle('target', ENTRY_HANDLE, 'left', BORDER, BORDER + CARD_MIDDLE)] : []),
    ...(ends.ways ? ends.branches.map((branch, at) => handle('source', branch, 'right', size.width - BORDER, BORDER + branchTop(ends.branches.length, at))) : []),
    ...undoHandles(size, ends),
  ];
}

/** Where the handles of an open container stand. */
export function boxHandles(size: Size, ends: Ends): NodeHandle[] {
  return [
    handle('target', ENTRY_HANDLE, 'left', BORDER, size.height / 2),
    ...ends.branches.map((branch, at) => handle('source', branch, 'right', size.width - BORDER, size.height / 2 + boxBranchOffset(ends.branches.length, at))),
    ...undoHandles(size, ends),
  ];
}

function undoHandles(size: Size, ends: Ends): NodeHandle[] {
  return [
    ...(ends.canUndo ? [handle('source', UNDO_SOURCE_HANDLE, 'bottom', size.width / 2, size.height - BORDER)] : []),
    ...(ends.canUndo || ends.isUndo ? [handle('target', UNDO_TARGET_HANDLE, 'top', size.width / 2, BORDER)] : []),
  ];
}

type Side = 'left' | 'right' | 'top' | 'bottom';

function handle(type: 'source' | 'target', id: string, side: Side, x: number, y: number): NodeHandle {
  // React Flow's names for the sides are these words; its enum would bring the library into what is pure.
  return { type, id, position: side as NodeHandle['position'], x: x - HANDLE / 2, y: y - HANDLE / 2, width: HANDLE, height: HANDLE };
}
