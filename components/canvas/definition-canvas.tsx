'use client';
import { ReactFlowProvider, type NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Shapes, Definition } from '@/engine/index.ts';
import { Canvas } from './canvas.tsx';
import type { CanvasActions } from './canvas-context.ts';
import type { ChangeOverlay } from './changes.ts';
import { ZoomControls } from './controls.tsx';
import { FollowActive, FollowToggle } from './follow.tsx';
import { createFlowMapper, type FlowNode } from './flow.ts';
import type { RunOverlay } from './overlay.ts';

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
  children?: ReactNode;
};

/** A definition to look at: a version, or the canvas of a run. Folding a container stays in this view. */
export function DefinitionCanvas(props: DefinitionCanvasProps) {
  return (
    <ReactFlowProvider>
      <Inner {...props} />
    </ReactFlowProvider>
  );
}

function Inner({ definition, catalogue, overlay, changes = null, selected = null, onSelect, onOpen, controls = true, openAt, follow = null, children }: DefinitionCanvasProps) {
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [measured, setMeasured] = useState<ReadonlyMap<string, NonNullable<FlowNode['measured']>>>(new Map());
  const map = useMemo(() => createFlowMapper(catalogue), [catalogue]);
  const shown = useMemo(() => withFolds(definition, folded), [definition, folded]);
  const flow = useMemo(() => map(shown), [map, shown]);
  const nodes = useMemo(
    () => flow.nodes.map((node) => ({ ...node, selected: node.id === selected, measured: measured.get(node.id) }) as FlowNode),
    [flow.nodes, selected, measured],
  );
  const actions = useMemo<CanvasActions>(
    () => ({ toggleCollapsed: (id) => setFolded((before) => new Map(before).set(id, !(before.get(id) ?? definition.nodes.find((node) => node.id === id)?.ui?.collapsed ?? false))) }),
    [definition],
  );
  const keepMeasures = useCallback((changes: NodeChange<FlowNode>[]) => {
    setMeasured((before) => {
      let next: Map<string, NonNullable<FlowNode['measured']>> | null = null;
      for (const change of changes) {
        if (change.type !== 'dimensions' || !change.dimensions) continue;
        next ??= new Map(before);
        next.set(change.id, change.dimensions);
      }
      return next ?? before;
    });
  }, []);
  const letGo = follow?.onChange;
  const release = useMemo(() => letGo && (() => letGo(false)), [letGo]);
  return (
    <Canvas
      nodes={nodes}
      edges={flow.edges}
      actions={actions}
      overlay={overlay}
      changes={changes}
      openAt={openAt}
      onNodesChange={keepMeasures}
      onMove={release && ((event) => event && release())}
      onNodeClick={onSelect ? (_, node) => { if (node.type !== 'note') onSelect(node.id); } : undefined}
      onNodeDoubleClick={onOpen ? (_, node) => { if (node.type !== 'note') onOpen(node.id); } : undefined}
      onPaneClick={onSelect ? () => onSelect(null) : undefined}
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

function withFolds(definition: Definition, folded: ReadonlyMap<string, boolean>): Definition {
  if (folded.size === 0) return definition;
  return { ...definition, nodes: definition.nodes.map((node) => (folded.has(node.id) ? { ...node, ui: { ...node.ui, collapsed: folded.get(node.id)! } } : node)) };
}
