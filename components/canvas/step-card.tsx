import type { NodeProps } from '@xyflow/react';
import { ChevronRight, Pin, TriangleAlert, CircleAlert, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { useCanvasSetting } from './canvas-context.ts';
import { ChangeStamp } from './change-stamp.tsx';
import { nodeChanges } from './changes.ts';
import { cardEnds, type StepFlowNode, type StepData } from './flow.ts';
import { nodeFact } from './fact.ts';
import { branchTop, CARD_MIDDLE } from './handle-places.ts';
import { BranchHandle, EntryHandle, UndoHandles } from './handles.tsx';
import { FaceIcon } from './icon.tsx';
import { LockMark } from './lock-mark.tsx';
import { nodeIcon } from './node-icon.ts';
import { footOf } from './overlay-words.ts';
import { nodeMarks, nodeOverlays, nodeStale, type NodeOverlay } from './overlay.ts';
import { lookOf, StaleMark, StatusMark } from './status-mark.tsx';
import { secondLineOf } from './subtitle.ts';
import { useNow } from './use-now.ts';

/**
 * The card of a step: icon, name, what it does, its named ways out, and the one fact that matters now.
 * What a run says changes many times a second; what is drawn of the document is rendered for itself, and stays.
 */
export const StepCard = memo(function StepCard({ id, data, selected }: NodeProps<StepFlowNode>) {
  const { editable, words } = useCanvasSetting();
  const overlay = nodeOverlays.useEntry(id);
  const change = nodeChanges.useEntry(id);
  const stale = nodeStale.useEntry(id);
  const { node, spec } = data;
  const watched = overlay !== undefined;
  return (
    <div className="hc-card" data-family={spec?.face.family ?? 'control'} data-look={overlay && lookOf(overlay)} data-change={change} data-stale={(watched && stale !== undefined) || undefined} data-selected={selected || undefined} data-disabled={node.disabled || undefined} data-node={id} data-type={node.type}>
      <div className="hc-head">
        <Title data={data} watched={watched} />
        {overlay && (stale === undefined ? <StatusMark overlay={overlay} label={words.status(lookOf(overlay))} /> : <StaleMark reason={stale} />)}
        {(!watched || editable) && <MarkBadge id={id} />}
        {data.isContainer && <Unfold id={id} />}
      </div>
      <Ways id={id} data={data} />
      {overlay ? <RunFoot overlay={overlay} /> : <DesignFoot data={data} />}
      {change && <ChangeStamp change={change} />}
      {editable && node.disabled && <span className="hc-stamp">{words.disabled}</span>}
      {editable && node.ui?.locked && <LockMark />}
    </div>
  );
});

const Title = memo(function Title({ data, watched }: { data: StepData; watched: boolean }) {
  const { words } = useCanvasSetting();
  const name = nameOf(data, words.typeName);
  // A start says nothing but its type, which is its name as well.
  const secondLine = lineBelowName(data, words, watched);
  return (
    <>
      <span className="hc-tile">{data.undoOf === null ? <FaceIcon name={nodeIcon(data.node, data.spec)} /> : <Undo2 size={17} strokeWidth={1.7} aria-hidden />}</span>
      <div className="hc-title">
        <b title={name}>{name}</b>
        {secondLine !== name && <small>{secondLine}</small>}
      </div>
    </>
  );
});

function Unfold({ id }: { id: string }) {
  const { words, actions } = useCanvasSetting();
  return (
    <button type="button" className="hc-fold nodrag" aria-label={words.expand} title={words.expand} disabled={!actions.toggleCollapsed} onClick={() => actions.toggleCollapsed?.(id)}>
      <ChevronRight size={15} aria-hidden />
    </button>
  );
}

/** The names of several ways out, and where edges end. */
const Ways = memo(function Ways({ id, data }: { id: string; data: StepData }) {
  const { words } = useCanvasSetting();
  const { branches, undoOf, canUndo, spec } = data;
  const { entry, ways } = cardEnds(spec, undoOf);
  return (
    <>
      {branches.length > 1 && (
        <div className="hc-rows">
          {branches.map((branch) => (
            <div key={branch} className="hc-row" data-branch={branch}>{words.branchName(branch)}</div>
          ))}
        </div>
      )}
      {entry && <EntryHandle top={CARD_MIDDLE} />}
      {ways && branches.map((branch, at) => <BranchHandle key={branch} nodeId={id} branch={branch} top={branchTop(branches.length, at)} />)}
      <UndoHandles nodeId={id} canUndo={canUndo} isUndo={undoOf !== null} />
    </>
  );
});

export function nameOf(data: StepData, typeName: (type: string, fallback: string) => string): string {
  return data.node.name || (data.spec ? typeName(data.node.type, data.spec.face.label) : data.node.id);
}

/** While a run is watched the foot tells of the run, so what the step does stands below its name. */
function lineBelowName(data: StepData, words: ReturnType<typeof useCanvasSetting>['words'], watched: boolean): string {
  const { node, spec } = data;
  if (data.undoOf !== null) return words.undoOf(data.undoOf);
  if (!spec) return words.unknownType;
  const starts = spec.kind === 'start' ? words.start(node.params) : '';
  if (starts !== '') return starts;
  return secondLineOf(node, spec, watched ? null : data.fact) || words.typeName(node.type, spec.face.label);
}

/** What validation found, while designing. */
export function MarkBadge({ id }: { id: string }) {
  const { words } = useCanvasSetting();
  const marks = nodeMarks.useEntry(id);
  if (!marks) return null;
  const Icon = marks.errors > 0 ? CircleAlert : TriangleAlert;
  return (
    <span className="hc-finding" data-severity={marks.errors > 0 ? 'error' : 'warning'} role="img" aria-label={words.problems(marks.errors, marks.warnings)} title={marks.first}>
      <Icon size={15} aria-hidden />
    </span>
  );
}

const DesignFoot = memo(function DesignFoot({ data }: { data: StepData }) {
  const { words } = useCanvasSetting();
  if (data.isContainer) return <div className="hc-foot">{words.steps(data.insideCount)}</div>;
  if (!data.fact) return null;
  const { text, style, icon } = nodeFact(data.node, data.spec, words.fact) ?? data.fact;
  return (
    <div className="hc-foot" title={text}>
      {icon === 'pin' && <Pin size={12} aria-hidden />}
      <span className={style === 'expression' ? 'hc-expression' : style === 'mono' ? 'hc-mono' : 'hc-fact'}>{icon === 'pin' ? words.pinned : text}</span>
    </div>
  );
});

function RunFoot({ overlay }: { overlay: NodeOverlay }) {
  const { words } = useCanvasSetting();
  const ticking = overlay.now === undefined && (overlay.status === 'waiting' || overlay.status === 'retrying' || overlay.status === 'running');
  const clock = useNow(ticking);
  const now = overlay.now ?? clock;
  const line = footOf(overlay, now, words);
  if (!line) return null;
  return (
    <div className="hc-foot" data-tone={line.tone} title={line.text}>
      <span className={line.pill ? 'hc-pill' : line.mono ? 'hc-mono' : 'hc-fact'}>{line.text}</span>
      {line.extra && <span className="hc-extra">· {line.extra}</span>}
    </div>
  );
}
