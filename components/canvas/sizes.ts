/** Measures of what stands on the canvas, in canvas units. The sheet `canvas.css` keeps to them. */
export const NODE_WIDTH = 196;
export const HEAD_HEIGHT = 54;
export const FOOT_HEIGHT = 30;
export const BRANCH_ROW_HEIGHT = 24;
export const BRANCH_ROWS_PADDING = 6;
export const GRID = 18;

/** Room that a container keeps round its inside; the top holds the caption. */
export const BOX_PADDING = { top: 28, right: 20, bottom: 20, left: 20 } as const;
export const EMPTY_BOX = { width: 236, height: 124 } as const;
export const NOTE_SIZE = { width: 220, height: 120 } as const;

export type Size = { width: number; height: number };

/** Size of a card. Several branches are named in rows of their own, so that no two handles share a place. */
export function cardSize(branchCount: number, hasFoot: boolean): Size {
  const rows = branchCount > 1 ? branchCount * BRANCH_ROW_HEIGHT + BRANCH_ROWS_PADDING : 0;
  return { width: NODE_WIDTH, height: HEAD_HEIGHT + rows + (hasFoot ? FOOT_HEIGHT : 0) };
}

/** Size of a container that holds `inside` (places relative to its corner); never smaller than what was asked for. */
export function boxSize(inside: readonly { x: number; y: number; width: number; height: number }[], asked?: Size): Size {
  let width = Math.max(asked?.width ?? 0, EMPTY_BOX.width);
  let height = Math.max(asked?.height ?? 0, EMPTY_BOX.height);
  for (const item of inside) {
    width = Math.max(width, item.x + item.width + BOX_PADDING.right);
    height = Math.max(height, item.y + item.height + BOX_PADDING.bottom);
  }
  return { width, height };
}
