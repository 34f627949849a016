'use client';
import { ReactFlowProvider, type NodeChange } from '@xyflow/react';
import { memo, useCallback, useMemo, useState, type MouseEvent, type ReactNode } from 'react';
import type { Shapes, Definition } from '@/engine/index.ts';
import { Canvas } from './canvas.tsx';
import type { CanvasActions } from './canvas-context.ts';
import type { ChangeOverlay } from './changes.ts';
import { ZoomControls } from './controls.tsx';
import { FollowActive, FollowToggle } from './follow.tsx';
import { createFlowMapper, type FlowNode } from './flow.ts';
import { NodeMemory } from './node-memory.ts';
import type { RunOverlay } from './overlay.ts';
import { useCanvasWords } from './use-canvas-words.ts';

export type DefinitionCanvasProps = {
  /** What is drawn; it is never changed here. */
  definition: Definition;
  catalogue: Shapes;
  /** What a run says about it; changes of its stores render single nodes. */
  overlay?: RunOverlay | null;
  /** What differs from another version, when two are compared. */
  changes?: ChangeOverlay | null;
  selected?: string | null;
  onSelect?: (nodeId: string | null) => void;
  onOpen?: (nodeId: string) => void;
  controls?: boolean;
  /** Steps to be in sight when it opens. */
  openAt?: readonly string[];
  /** Steps to keep in sight while `on`; moving the canvas by hand releases it. Null where there is nothing to follow. */
  follow?: { on: boolean; nodes: readonly string[]; onChange: (on: boolean) => void } | null;
  /** It stands in a page that scrolls: the wheel moves the page, and Tab passes by its steps. */
  inset?: boolean;
  children?: ReactNode;
};

const INSET = { zoomOnScroll: false, preventScrolling: false, nodesFocusable: false } as const;

/**
 * A definition to look at: a version, or the canvas of a run. Folding a container stays in this view.
 * It renders when what it is given is another: handlers that stay the same spare every card a rendering.
 */
export const DefinitionCanvas = memo(function DefinitionCanvas(props: DefinitionCanvasProps) {
  return (
    <ReactFlowProvider>
      <Inner {...props} />
    </ReactFlowProvider>
  );
});

function Inner({ definition, catalogue, overlay, changes = null, selected = null, onSelect, onOpen, controls = true, openAt, follow = null, inset = false, children }: DefinitionCanvasProps) {
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [memory] = useState(() => new NodeMemory());
  const { typeName } = useCanvasWords();
  const map = useMemo(() => createFlowMapper(catalogue, typeName), [catalogue, typeName]);
  const shown = useMemo(() => withFolds(definition, folded), [definition, folded]);
  const flow = useMemo(() => map(shown), [map, shown]);
  const nodes = useMemo(() => memory.shown(flow.nodes, selected), [memory, flow.nodes, selected]);
  const actions = useMemo<CanvasActions>(
    () => ({ toggleCollapsed: (id) => setFolded((before) => new Map(before).set(id, !(before.get(id) ?? definition.nodes.find((node) => node.id === id)?.ui?.collapsed ?? false))) }),
    [definition],
  );
  const keepMeasures = useCallback((changes: NodeChange<FlowNode>[]) => memory.keep(changes), [memory]);
  const letGo = follow?.onChange;
  const release = useMemo(() => letGo && (() => letGo(false)), [letGo]);
  const releaseByHand = useMemo(() => release && ((event: unknown) => event && release()), [release]);
  const onClick = useMemo(() => byNode(onSelect), [onSelect]);
  const onDoubleClick = useMemo(() => byNode(onOpen), [onOpen]);
  const onPaneClick = useMemo(() => onSelect && (() => onSelect(null)), [onSelect]);
  return (
    <Canvas
      nodes={nodes}
      edges={flow.edges}
      actions={actions}
      overlay={overlay}
      changes={changes}
      openAt={openAt}
      onNodesChange={keepMeasures}
      onMove={releaseByHand}
      onEnter={onSelect}
      onNodeClick={onClick}
      onNodeDoubleClick={onDoubleClick}
      onPaneClick={onPaneClick}
      {...(inset ? INSET : {})}
    >
      {controls && (
        <div className="hc-corner">
          <ZoomControls onMove={release} />
          {follow && <FollowToggle on={follow.on} onChange={follow.onChange} />}
        </div>
      )}
      {follow && <FollowActive on={follow.on} nodes={follow.nodes} />}
      {children}
    </Canvas>
  );
}

/** A note is nothing that could be looked into. */
function byNode(act: ((nodeId: string) => void) | undefined): ((event: MouseEvent, node: FlowNode) => void) | undefined {
  return act && ((_, node) => {
    if (node.type !== 'note') act(node.id);
  });
}

function withFolds(definition: Definition, folded: ReadonlyMap<string, boolean>): Definition {
  if (folded.size === 0) return definition;
  return { ...definition, nodes: definition.nodes.map((node) => (folded.has(node.id) ? { ...node, ui: { ...node.ui, collapsed: folded.get(node.id)! } } : node)) };
}
