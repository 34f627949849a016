import type { StaleReason } from '@/engine/index.ts';
import type { DesignTranslate } from '../../i18n/translate.ts';

/** Why a result is stale, in a sentence. @param of the node whose result it is; its own change is told without its name */
export function staleWords(reason: StaleReason, of: string, name: (node: string) => string, t: DesignTranslate): string {
  if (reason.node === of) return t(`editor.stale-own-${reason.why}`);
  return t(`editor.stale-${reason.why}`, { name: name(reason.node) });
}
