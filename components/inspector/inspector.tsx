'use client';
import { useState } from 'react';
import { definitionOf, selectionOf, useEditor } from '@/components/editor/store.ts';
import { NodePanel } from './panels/node-panel.tsx';
import { EdgePanel, NotePanel, SeveralPanel } from './panels/other-panels.tsx';
import { WorkflowPanel } from './panels/workflow-panel.tsx';

/** The panel at the right of the canvas: what is selected, or the workflow when nothing is. It fills the height it gets. */
export function Inspector() {
  return (
    <div className="h-full min-h-0 flex-1 bg-surface" data-testid="inspector">
      <Selected />
    </div>
  );
}

function Selected() {
  const definition = useEditor(definitionOf);
  const selection = useRested(useEditor(selectionOf), useEditor((state) => state.carrying));
  const [tab, setTab] = useState('settings');
  if (selection.size > 1) return <SeveralPanel selection={selection} />;
  const id = [...selection][0];
  if (id === undefined) return <WorkflowPanel />;
  const node = definition.nodes.find((one) => one.id === id);
  if (node) return <NodePanel node={node} tab={tab} onTab={setTab} />;
  const note = definition.notes?.find((one) => one.id === id);
  if (note) return <NotePanel note={note} />;
  const edge = definition.edges.find((one) => one.id === id);
  return edge ? <EdgePanel key={edge.id} edge={edge} /> : <WorkflowPanel />;
}

/** The last value while nothing is carried: a press selects what it drags, and a panel that is built then would hold up the hand. */
function useRested<T>(value: T, carrying: boolean): T {
  const [rested, setRested] = useState(value);
  if (!carrying && !Object.is(rested, value)) setRested(() => value);
  return carrying ? rested : value;
}
