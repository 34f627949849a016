import type { NodeDefinition } from '@/engine/index.ts';
import type { DesignTranslate } from '../../i18n/translate.ts';

/** Why nothing is done to what is locked, and what to do; null when nothing is. */
export function lockedWords(locked: readonly NodeDefinition[], t: DesignTranslate): string | null {
  const [first] = locked;
  if (first === undefined) return null;
  const name = first.name || first.id;
  return locked.length === 1 ? t('editor.lockedOne', { name }) : t('editor.lockedSeveral', { name, count: locked.length - 1 });
}
