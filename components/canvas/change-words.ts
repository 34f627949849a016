import type { MessageKey } from '../i18n/catalogue.ts';
import type { ChangeMark } from './changes.ts';

export const CHANGE_KEYS = { added: 'canvas.diffAdded', changed: 'canvas.diffChanged', removed: 'canvas.diffRemoved', moved: 'canvas.diffMoved', drawn: 'canvas.diffDrawn', onlyA: 'compare.onlyA', onlyB: 'compare.onlyB', differs: 'compare.differs' } as const satisfies Record<ChangeMark, MessageKey>;
