import { unfold } from '../commands/collapse.ts';
import { ancestorsOf } from '../document/graph.ts';
import type { EditorKit } from '../kit.ts';
import { makeRoom } from '../layout/make-room.ts';

/** Goes to a node or a note, and to a field of it; opens the containers it stands in. */
export function reveal({ state: current, catalogue }: Pick<EditorKit, 'state' | 'catalogue'>, id: string, pointer: string | null = null): void {
  const state = current();
  state.do('editor.cmdCollapse', (input) => {
    const above = ancestorsOf(input, id);
    return { definition: makeRoom(input, unfold(input, above), catalogue, above[0]) };
  });
  state.lookAt(id, pointer);
}
