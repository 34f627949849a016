import { NodeResizeControl, type NodeProps } from '@xyflow/react';
import { ChevronDown, Plus } from 'lucide-react';
import { memo } from 'react';
import { useCanvasSetting } from './canvas-context.ts';
import { ChangeStamp } from './change-stamp.tsx';
import { nodeChanges } from './changes.ts';
import type { BoxFlowNode, StepData } from './flow.ts';
import { boxBranchOffset } from './handle-places.ts';
import { BranchHandle, EntryHandle, UndoHandles } from './handles.tsx';
import { FaceIcon } from './icon.tsx';
import { LockMark } from './lock-mark.tsx';
import { nodeOverlays, nodeStale, type NodeOverlay } from './overlay.ts';
import { EMPTY_BOX } from './sizes.ts';
import { lookOf, StaleMark, StatusMark } from './status-mark.tsx';
import { MarkBadge } from './step-card.tsx';
import { subtitleOf } from './subtitle.ts';

/** A container: a quiet box with its name on the border and a DAG inside. */
export const ContainerBox = memo(function ContainerBox({ id, data, selected }: NodeProps<BoxFlowNode>) {
  const { editable, words, actions } = useCanvasSetting();
  const overlay = nodeOverlays.useEntry(id);
  const change = nodeChanges.useEntry(id);
  const stale = nodeStale.useEntry(id);
  const { node, spec } = data;
  const label = words.typeName(node.type, spec?.face.label ?? node.type);
  const subtitle = spec ? subtitleOf(node, spec) : '';
  return (
    <div className="hc-box" data-family={spec?.face.family ?? 'containers'} data-look={overlay ? lookOf(overlay) : undefined} data-change={change} data-stale={(overlay && stale !== undefined) || undefined} data-selected={selected || undefined} data-disabled={node.disabled || undefined} data-node={id} data-type={node.type} data-empty={data.insideCount === 0 || undefined}>
      <div className="hc-caption">
        <FaceIcon name={spec?.face.icon ?? 'box'} size={13} />
        <b>{node.name && node.name !== label ? `${label} · ${node.name}` : label}</b>
        {!overlay && subtitle && subtitle !== label && <span className="hc-caption-fact">{subtitle}</span>}
        {overlay && <BoxCounts overlay={overlay} />}
        {(!overlay || editable) && <MarkBadge id={id} />}
        {change && <ChangeStamp change={change} />}
        {overlay && (stale === undefined ? <StatusMark overlay={overlay} label={words.status(lookOf(overlay))} size={17} /> : <StaleMark reason={stale} size={17} />)}
        <button type="button" className="hc-fold nodrag" aria-label={words.collapse} title={words.collapse} disabled={!actions.toggleCollapsed} onClick={() => actions.toggleCollapsed?.(id)}>
          <ChevronDown size={14} aria-hidden />
        </button>
      </div>
      <BoxWays id={id} data={data} />
      {editable && data.insideCount === 0 && actions.addInside && (
        <button type="button" className="hc-add-inside nodrag nopan" aria-label={words.addInsideOf(node.name || label)} onClick={(event) => { event.stopPropagation(); actions.addInside?.(id); }}>
          <Plus size={14} aria-hidden />
          {words.addInside}
        </button>
      )}
      {editable && node.ui?.locked && <LockMark />}
      {editable && selected && (
        <NodeResizeControl className="hc-resize" minWidth={EMPTY_BOX.width} minHeight={EMPTY_BOX.height} onResizeEnd={(_, size) => actions.resize?.(id, size)} />
      )}
    </div>
  );
});

/** The names of several ways out, and where edges end. */
const BoxWays = memo(function BoxWays({ id, data: { branches, canUndo, undoOf } }: { id: string; data: StepData }) {
  const { words } = useCanvasSetting();
  return (
    <>
      <EntryHandle top="50%" />
      {branches.map((branch, at) => {
        const top = `calc(50% + ${boxBranchOffset(branches.length, at)}px)`;
        return (
          <span key={branch}>
            {branches.length > 1 && <span className="hc-box-branch" data-branch={branch} style={{ top }}>{words.branchName(branch)}</span>}
            <BranchHandle nodeId={id} branch={branch} top={top} />
          </span>
        );
      })}
      <UndoHandles nodeId={id} canUndo={canUndo} isUndo={undoOf !== null} />
    </>
  );
});

const SHOWN = ['completed', 'handled', 'running', 'waiting', 'retrying', 'failed', 'cancelled', 'skipped', 'compensating', 'compensated'] as const;

function BoxCounts({ overlay }: { overlay: NodeOverlay }) {
  const { words } = useCanvasSetting();
  if (overlay.progress) {
    const { done, total } = overlay.progress;
    return <span className="hc-count" data-look={lookOf(overlay)}>{total === null ? done : `${done} / ${total}`}</span>;
  }
  return (
    <>
      {SHOWN.map((status) => {
        const count = overlay.counts?.[status] ?? 0;
        return count > 0 ? <span key={status} className="hc-count" data-look={status} title={words.status(status)}>{count}</span> : null;
      })}
    </>
  );
}
