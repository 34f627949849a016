import { setUi } from '../commands/set-node.ts';
import { ancestorsOf, nodeById } from '../document/graph.ts';
import type { EditorState } from '../store.ts';

/** Goes to a node or a note, and to a field of it; opens the containers it stands in. */
export function reveal(state: EditorState, id: string, pointer: string | null = null): void {
  const { definition } = state.history;
  const folded = ancestorsOf(definition, id).filter((ancestor) => nodeById(definition, ancestor)?.ui?.collapsed);
  if (folded.length > 0) state.do('editor.cmdCollapse', (input) => folded.reduce((outcome, ancestor) => setUi(outcome.definition, ancestor, { collapsed: undefined }), { definition: input }));
  state.lookAt(id, pointer);
}
