import type { MessageKey } from '../i18n/catalogue.ts';
import type { ChangeMark } from './changes.ts';

export const CHANGE_KEYS = { added: 'editor.diffAdded', changed: 'editor.diffChanged', removed: 'editor.diffRemoved', moved: 'editor.diffMoved', drawn: 'editor.diffDrawn', onlyA: 'compare.onlyA', onlyB: 'compare.onlyB', differs: 'compare.differs' } as const satisfies Record<ChangeMark, MessageKey>;
