import type { EdgeTypes, NodeTypes } from '@xyflow/react';
import { ContainerBox } from './container-box.tsx';
import { CompensateEdgeLine, FlowEdgeLine } from './edges.tsx';
import { NoteCard } from './note-card.tsx';
import { StepCard } from './step-card.tsx';

// Module constants: a new object on each render would make React Flow mount every node again.
export const NODE_TYPES: NodeTypes = { step: StepCard, box: ContainerBox, note: NoteCard };
export const EDGE_TYPES: EdgeTypes = { flow: FlowEdgeLine, compensate: CompensateEdgeLine };
