import type { DesignKey } from '../../i18n/design-catalogue.ts';
import { remove } from '../commands/remove.ts';
import { lockedIn } from '../document/locked.ts';
import type { EditorKit } from '../kit.ts';
import { lockedWords } from '../parts/locked-words.ts';

type Way = { /** Of the entry in the history. */ label: DesignKey; /** What led to a step that goes leads to what followed it. */ rejoin?: boolean; /** The selection, unless another is meant. */ items?: ReadonlySet<string> };

/** Takes away what is selected, or says what is locked in it. The arrows go on from what led there. */
export function removeSelection(kit: EditorKit, { label, rejoin = false, items = kit.state().history.selection }: Way): void {
  const { definition } = kit.state().history;
  const locked = lockedWords(lockedIn(definition, items), kit.t);
  if (locked !== null) return kit.tell(locked);
  const [first] = items;
  kit.state().leave(definition.edges.find((edge) => edge.id === first || edge.target === first)?.source ?? null);
  kit.state().do(label, (input) => remove(input, kit.catalogue, items, rejoin));
}
