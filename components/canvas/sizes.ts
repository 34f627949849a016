/** Measures of what stands on the canvas, in canvas units. The sheet `canvas.css` keeps to them. */
export const NODE_WIDTH = 196;
export const HEAD_HEIGHT = 54;
export const FOOT_HEIGHT = 30;
export const BRANCH_ROW_HEIGHT = 24;
export const BRANCH_ROWS_PADDING = 6;
export const GRID = 18;

/** Room that a container keeps round its inside; the top holds the caption. */
export const BOX_PADDING = { top: 28, right: 20, bottom: 20, left: 20 } as const;
/** Named ways out of a container are written inside its right border; no step may stand there. */
export const BOX_BRANCHES_WIDTH = 66;
export const BOX_BRANCH_GAP = 26;
/** Between the foot that a run gives to a card and the border below it. */
const BELOW_GROWN = 8;
export const EMPTY_BOX = { width: 236, height: 124 } as const;
export const NOTE_SIZE = { width: 220, height: 120 } as const;
export const SMALLEST_NOTE = { width: 120, height: 60 } as const;

export type Size = { width: number; height: number };

/** Size of a card. Several branches are named in rows of their own, so that no two handles share a place. */
export function cardSize(branchCount: number, hasFoot: boolean): Size {
  const rows = branchCount > 1 ? branchCount * BRANCH_ROW_HEIGHT + BRANCH_ROWS_PADDING : 0;
  return { width: NODE_WIDTH, height: HEAD_HEIGHT + rows + (hasFoot ? FOOT_HEIGHT : 0) };
}

/** Room at the right of a container's inside. */
export function boxPaddingRight(branchCount: number): number {
  return BOX_PADDING.right + (branchCount > 1 ? BOX_BRANCHES_WIDTH : 0);
}

/**
 * Size of a container that holds `inside` (places relative to its corner); never smaller than what was asked for.
 * A step beside the names of its branches makes it wider, so that they are not written over. Cards that rest without a
 * foot get one in a run, which still stands inside.
 */
export function boxSize(inside: readonly { x: number; y: number; width: number; height: number; footless?: boolean }[], asked?: Size, branchCount = 1): Size {
  let width = Math.max(asked?.width ?? 0, EMPTY_BOX.width);
  let height = Math.max(asked?.height ?? 0, EMPTY_BOX.height);
  for (const item of inside) height = Math.max(height, item.y + item.height + (item.footless === true ? FOOT_HEIGHT + BELOW_GROWN : BOX_PADDING.bottom));
  const reach = branchCount > 1 ? (branchCount * BOX_BRANCH_GAP) / 2 : -height;
  for (const item of inside) {
    const beside = item.y < height / 2 + reach && item.y + item.height > height / 2 - reach;
    width = Math.max(width, item.x + item.width + boxPaddingRight(beside ? branchCount : 1));
  }
  return { width, height };
}
