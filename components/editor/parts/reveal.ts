import { toggleCollapsed } from '../commands/collapse.ts';
import { ancestorsOf, nodeById } from '../document/graph.ts';
import type { EditorKit } from '../kit.ts';

/** Goes to a node or a note, and to a field of it; opens the containers it stands in. */
export function reveal({ state: current, catalogue }: Pick<EditorKit, 'state' | 'catalogue'>, id: string, pointer: string | null = null): void {
  const state = current();
  const { definition } = state.history;
  const folded = ancestorsOf(definition, id).filter((ancestor) => nodeById(definition, ancestor)?.ui?.collapsed);
  if (folded.length > 0) state.do('editor.cmdCollapse', (input) => folded.reduce((outcome, ancestor) => toggleCollapsed(outcome.definition, catalogue, ancestor), { definition: input }));
  state.lookAt(id, pointer);
}
