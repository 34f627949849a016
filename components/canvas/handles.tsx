import { Handle, Position, useConnection } from '@xyflow/react';
import { memo } from 'react';
import { useCanvasSetting } from './canvas-context.ts';
import { ENTRY_HANDLE, UNDO_SOURCE_HANDLE, UNDO_TARGET_HANDLE } from './flow.ts';

/** Where edges come in. */
export const EntryHandle = memo(function EntryHandle({ top }: { top: number | string }) {
  const { editable } = useCanvasSetting();
  return <Handle type="target" id={ENTRY_HANDLE} position={Position.Left} className="hc-handle" style={{ top }} isConnectable={editable} isConnectableStart={false} />;
});

/** A named way out. A click on it (not a drag) asks what may follow. */
export const BranchHandle = memo(function BranchHandle({ nodeId, branch, top }: { nodeId: string; branch: string; top: number | string }) {
  const { editable, actions, words } = useCanvasSetting();
  return (
    <Handle
      type="source"
      id={branch}
      position={Position.Right}
      className="hc-handle hc-out"
      data-branch={branch}
      style={{ top }}
      isConnectable={editable}
      isConnectableEnd={false}
      title={editable ? words.addAfter(words.branchName(branch)) : words.branchName(branch)}
      onClick={editable ? (event) => { event.stopPropagation(); actions.quickAdd?.(nodeId, branch, { x: event.clientX, y: event.clientY }); } : undefined}
    />
  );
});

/** Ends of a compensation: below the step, above its undo. */
export const UndoHandles = memo(function UndoHandles({ canUndo, isUndo }: { canUndo: boolean; isUndo: boolean }) {
  const { editable } = useCanvasSetting();
  const drawing = useConnection((connection) => connection.inProgress && connection.fromHandle?.id === UNDO_SOURCE_HANDLE);
  return (
    <>
      {canUndo && <Handle type="source" id={UNDO_SOURCE_HANDLE} position={Position.Bottom} className="hc-handle hc-undo" isConnectable={editable} isConnectableEnd={false} />}
      {(isUndo || drawing || canUndo) && <Handle type="target" id={UNDO_TARGET_HANDLE} position={Position.Top} className={`hc-handle hc-undo ${isUndo ? 'hc-on' : ''}`} isConnectable={editable} isConnectableStart={false} />}
    </>
  );
});
