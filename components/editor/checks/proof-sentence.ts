import type { Soundness } from '@/engine/index.ts';
import type { DesignTranslate } from '../../i18n/translate.ts';

/** What stands open, while something does; else everything that is proven. */
export function proofSentence(proof: Soundness, hasSaga: boolean, t: DesignTranslate): string {
  const waits = proof.missing.filter(({ code }) => code === 'may_wait').length;
  const undos = proof.missing.filter(({ code }) => code === 'no_undo').length;
  const open = [waits > 0 ? t('designer.mayWait', { count: waits }) : '', undos > 0 ? t('designer.noUndo', { count: undos }) : ''].filter(Boolean);
  if (open.length > 0) return open.join(' · ');
  return [proof.everyPathEnds ? t('designer.everyPathEnds') : '', proof.nothingWaitsForEver ? t('designer.nothingWaits') : '', hasSaga && proof.everySagaStepHasUndo ? t('designer.sagaUndo') : ''].filter(Boolean).join(' · ');
}
