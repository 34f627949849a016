import type { Definition, ExtractRefusal } from '@/engine/index.ts';
import type { DesignTranslate } from '../../i18n/translate.ts';
import type { Refusal } from '../document/can-connect.ts';
import { nodeById } from '../document/graph.ts';

/** Why an edge may not be drawn, as a sentence. */
export function refusalWords(why: Refusal, t: DesignTranslate): string {
  switch (why.code) {
    case 'missing': return t('editor.refuseMissing');
    case 'self': return t('editor.refuseSelf');
    case 'duplicate': return t('editor.refuseDuplicate');
    case 'cycle': return t('editor.refuseCycle');
    case 'border': return t('editor.refuseBorder');
    case 'into-start': return t('editor.refuseIntoStart');
    case 'out-of-end': return t('editor.refuseOutOfEnd');
    case 'into-undo': return t('editor.refuseIntoUndo');
    case 'out-of-undo': return t('editor.refuseOutOfUndo');
    case 'no-branch': return t('editor.refuseNoBranch', { branch: why.branch });
    case 'undo-outside-saga': return t('editor.refuseUndoOutsideSaga');
    case 'undo-twice': return t('editor.refuseUndoTwice');
    case 'undo-taken': return t('editor.refuseUndoTaken');
    case 'undo-in-flow': return t('editor.refuseUndoInFlow');
  }
}

/** Why a selection cannot become a workflow of its own. */
export function extractWords({ why, nodes, finding }: ExtractRefusal, definition: Definition, t: DesignTranslate): string {
  if (why === 'broken') return t('editor.extract-broken', { reason: finding?.message ?? '' });
  return t(`editor.extract-${why}`, { names: nodes.slice(0, 4).map((id) => nodeById(definition, id)?.name || id).join(', ') });
}
