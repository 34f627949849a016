import { useConnection } from '@xyflow/react';
import { edgeFromConnection } from '../../canvas/from-flow.ts';
import { canConnect } from '../document/can-connect.ts';
import { useKit } from '../kit.ts';
import { refusalWords } from './refusal-words.ts';

/** While an edge is drawn over a place it may not go to: why not, beside the pointer. */
export function ConnectionHint() {
  const kit = useKit();
  const connection = useConnection();
  if (!connection.inProgress || connection.isValid !== false || !connection.toNode || !connection.fromNode) return null;
  const reversed = connection.fromHandle.type === 'target';
  const edge = edgeFromConnection({
    source: reversed ? connection.toNode.id : connection.fromNode.id,
    target: reversed ? connection.fromNode.id : connection.toNode.id,
    sourceHandle: (reversed ? connection.toHandle?.id : connection.fromHandle.id) ?? null,
    targetHandle: (reversed ? connection.fromHandle.id : connection.toHandle?.id) ?? null,
  });
  const verdict = edge && canConnect(kit.state().history.definition, kit.catalogue, edge);
  if (!verdict || verdict.ok) return null;
  const at = kit.flow.flowToScreenPosition({ x: connection.to.x, y: connection.to.y });
  return (
    <div role="status" className="he-refusal" style={{ left: at.x + 14, top: at.y + 14 }}>
      {refusalWords(verdict.why, kit.t)}
    </div>
  );
}
