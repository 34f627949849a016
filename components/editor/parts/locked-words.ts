import type { Definition } from '@/engine/index.ts';
import type { DesignTranslate } from '../../i18n/translate.ts';
import { lockedIn } from '../document/locked.ts';

/** Why these are not taken away, and what to do; null when they may be. */
export function lockedWords(definition: Definition, ids: Iterable<string>, t: DesignTranslate): string | null {
  const locked = lockedIn(definition, ids);
  if (locked.length === 0) return null;
  const name = locked[0]!.name || locked[0]!.id;
  return locked.length === 1 ? t('editor.lockedOne', { name }) : t('editor.lockedSeveral', { name, count: locked.length - 1 });
}
