import type { EditorKit } from '../kit.ts';
import { coveredLocked } from '../layout/covered-locked.ts';

/** Does something that may make a container grow, and says so when it came to cover what is locked. */
export function tellingOfCovered(kit: EditorKit, act: () => void): void {
  const before = kit.state().history.definition;
  act();
  const [first] = coveredLocked(before, kit.state().history.definition, kit.catalogue);
  if (first !== undefined) kit.tell(kit.t('editor.lockedCovered', { name: first.name || first.id }));
}
