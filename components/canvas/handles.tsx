import { Handle, Position, useNodeId, type HandleProps } from '@xyflow/react';
import { memo, use, type MouseEventHandler } from 'react';
import { DrawingUndoContext, useCanvasSetting } from './canvas-context.ts';
import { ENTRY_HANDLE, UNDO_SOURCE_HANDLE, UNDO_TARGET_HANDLE } from './handle-places.ts';

/** Where edges come in. */
export const EntryHandle = memo(function EntryHandle({ top }: { top: number | string }) {
  return <End type="target" id={ENTRY_HANDLE} position={Position.Left} top={top} />;
});

/** A named way out. A click on it (not a drag) asks what may follow. */
export const BranchHandle = memo(function BranchHandle({ nodeId, branch, top }: { nodeId: string; branch: string; top: number | string }) {
  const { editable, actions, words } = useCanvasSetting();
  return (
    <End
      type="source"
      id={branch}
      position={Position.Right}
      className="hc-out"
      top={top}
      branch={branch}
      title={editable ? words.addAfter(words.branchName(branch)) : words.branchName(branch)}
      onClick={editable ? (event) => { event.stopPropagation(); actions.quickAdd?.(nodeId, branch, { x: event.clientX, y: event.clientY }); } : undefined}
    />
  );
});

/** Ends of a compensation: below the step, above its undo. A click on the one below asks what undoes the step. */
export const UndoHandles = memo(function UndoHandles({ nodeId, canUndo, isUndo }: { nodeId: string; canUndo: boolean; isUndo: boolean }) {
  const drawing = use(DrawingUndoContext);
  const { editable, actions, words } = useCanvasSetting();
  return (
    <>
      {canUndo && (
        <End
          type="source"
          id={UNDO_SOURCE_HANDLE}
          position={Position.Bottom}
          className="hc-undo"
          title={editable ? words.addUndo : undefined}
          onClick={editable ? (event) => { event.stopPropagation(); actions.quickAdd?.(nodeId, UNDO_SOURCE_HANDLE, { x: event.clientX, y: event.clientY }); } : undefined}
        />
      )}
      {(isUndo || drawing || canUndo) && <End type="target" id={UNDO_TARGET_HANDLE} position={Position.Top} className={isUndo ? 'hc-undo hc-on' : 'hc-undo'} />}
    </>
  );
});

type EndProps = Pick<HandleProps, 'type' | 'position'> & { id: string; className?: string; top?: number | string; branch?: string; title?: string | undefined; onClick?: MouseEventHandler | undefined };

/**
 * The circle at which edges end. Where nothing is drawn it is the circle alone: a handle of React Flow listens to each
 * move of the canvas for whether an edge comes near.
 */
function End({ type, id, position, className, top, branch, title, onClick }: EndProps) {
  const { editable } = useCanvasSetting();
  const node = useNodeId();
  const own = className === undefined ? 'hc-handle' : `hc-handle ${className}`;
  const style = top === undefined ? undefined : { top };
  if (!editable) return <div className={`react-flow__handle react-flow__handle-${position} ${type} ${own}`} data-handleid={id} data-handlepos={position} data-nodeid={node} data-branch={branch} title={title} style={style} />;
  // Edges are drawn from a source to a target.
  return <Handle type={type} id={id} position={position} className={own} data-branch={branch} style={style} isConnectableStart={type === 'source'} isConnectableEnd={type === 'target'} title={title} onClick={onClick} />;
}
