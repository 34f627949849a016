import { extractWorkflow } from '@/engine/index.ts';
import type { EditorKit } from '../kit.ts';
import { extractWords } from './refusal-words.ts';

/** Opens the window in which a selection becomes a sub-workflow, or says why it cannot. */
export function startExtract(kit: EditorKit): void {
  const { definition, selection } = kit.state().history;
  const planned = extractWorkflow(definition, kit.catalogue, selection, { name: 'Sub-workflow', workflow: 'new' });
  if (planned.ok) kit.state().open({ kind: 'extract' });
  else kit.tell(extractWords(planned.refusal, definition, kit.t));
}
