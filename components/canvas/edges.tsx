import { BaseEdge, EdgeLabelRenderer, getBezierPath, getStraightPath, type ConnectionLineComponentProps, type EdgeProps } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { type CSSProperties, memo, useState } from 'react';
import { useCanvasSetting } from './canvas-context.ts';
import { ChangeStamp } from './change-stamp.tsx';
import { edgeChanges, type ChangeMark } from './changes.ts';
import { dashScale, isLong } from './edge-dash.ts';
import type { FlowEdge } from './flow.ts';
import { UNDO_SOURCE_HANDLE } from './handle-places.ts';
import { edgeOverlays } from './overlay.ts';

/** An edge of the flow. Its ends stand on the borders; what a run did to it is read by its own id. */
export const FlowEdgeLine = memo(function FlowEdgeLine(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  const { editable, words, actions } = useCanvasSetting();
  const overlay = edgeOverlays.useEntry(id);
  const change = edgeChanges.useEntry(id);
  const [near, setNear] = useState(false);
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, curvature: 0.32 });
  // An edge that was removed may well name a branch that is not there any more.
  const lost = data?.lost === true && change !== 'removed';
  return (
    <g className="hc-edge" {...dashesOf(props)} data-state={overlay} data-change={change} data-lost={lost || undefined} data-branch={data?.branch} onMouseEnter={editable ? () => setNear(true) : undefined} onMouseLeave={editable ? () => setNear(false) : undefined}>
      <BaseEdge id={id} path={path} interactionWidth={22} />
      {change && <EdgeStamp change={change} x={labelX} y={labelY} room={Math.hypot(targetX - sourceX, targetY - sourceY)} />}
      {(lost || (editable && (near || selected))) && (
        <EdgeLabelRenderer>
          <div
            className="hc-edge-tools nodrag nopan"
            style={{ transform: `translate(-50%,-50%) translate(${labelX}px,${labelY}px)` }}
            onMouseEnter={() => setNear(true)}
            onMouseLeave={() => setNear(false)}
          >
            {lost && <span className="hc-edge-lost">{words.lostBranch(data!.branch)}</span>}
            {editable && actions.insertOnEdge && (
              <button type="button" aria-label={words.insertHere} title={words.insertHere} onClick={(event) => actions.insertOnEdge?.(id, { x: event.clientX, y: event.clientY })}>
                <Plus size={13} aria-hidden />
              </button>
            )}
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

/** Between two cards that stand close there is room for the sign alone. */
const ROOM_FOR_A_WORD = 130;

function EdgeStamp({ change, x, y, room }: { change: ChangeMark; x: number; y: number; room: number }) {
  return (
    <EdgeLabelRenderer>
      <div className="hc-edge-change" style={{ transform: `translate(-50%,-50%) translate(${x}px,${y}px)` }}>
        <ChangeStamp change={change} brief={room < ROOM_FOR_A_WORD} />
      </div>
    </EdgeLabelRenderer>
  );
}

/** From a step to its undo: dotted, and straight where one stands under the other. */
export const CompensateEdgeLine = memo(function CompensateEdgeLine(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const overlay = edgeOverlays.useEntry(id);
  const change = edgeChanges.useEntry(id);
  const [path, labelX, labelY] = Math.abs(sourceX - targetX) < 2
    ? getStraightPath({ sourceX, sourceY, targetX, targetY })
    : getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  return (
    <g className="hc-edge hc-compensate" {...dashesOf(props)} data-state={overlay} data-change={change}>
      <BaseEdge id={id} path={path} interactionWidth={22} />
      {change && <EdgeStamp change={change} x={labelX} y={labelY} room={Math.hypot(targetX - sourceX, targetY - sourceY)} />}
    </g>
  );
});

function dashesOf({ sourceX, sourceY, targetX, targetY }: EdgeProps<FlowEdge>): { style?: CSSProperties; 'data-long'?: true } {
  const length = Math.hypot(targetX - sourceX, targetY - sourceY);
  const scale = dashScale(length);
  return { ...(scale > 1 && { style: { '--dash': scale } as CSSProperties }), ...(isLong(length) && { 'data-long': true }) };
}

/** The line that follows the pointer while an edge is drawn. */
export function DrawnLine({ fromX, fromY, toX, toY, fromPosition, toPosition, fromHandle, connectionStatus }: ConnectionLineComponentProps) {
  const undo = fromHandle.id === UNDO_SOURCE_HANDLE;
  const [path] = getBezierPath({ sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY, sourcePosition: fromPosition, targetPosition: toPosition, curvature: 0.32 });
  return (
    <g className="hc-drawn" data-undo={undo || undefined} data-refused={connectionStatus === 'invalid' || undefined}>
      <path d={path} fill="none" />
      <circle cx={toX} cy={toY} r={4} />
    </g>
  );
}
