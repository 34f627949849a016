import type { useStoreApi } from '@xyflow/react';

type Store = ReturnType<typeof useStoreApi>;
const trusting = new WeakSet<Store>();

/**
 * React Flow measures each card that is mounted, and its handles, and then asks everything on the canvas whether it is
 * another: in the very frame in which the card had to be laid out. A card as large as was told has its handles where they
 * were told to be, and needs none of that.
 */
export function trustToldSizes(store: Store): void {
  if (trusting.has(store)) return;
  trusting.add(store);
  const { updateNodeInternals } = store.getState();
  store.setState({
    updateNodeInternals: (updates, ...rest) => {
      const { nodeLookup } = store.getState();
      const other = new Map([...updates].filter(([id, { nodeElement }]) => {
        const node = nodeLookup.get(id);
        return !node || node.hidden || !node.internals.handleBounds || node.measured.width !== nodeElement.offsetWidth || node.measured.height !== nodeElement.offsetHeight;
      }));
      if (other.size > 0) updateNodeInternals(other, ...rest);
    },
  });
}
