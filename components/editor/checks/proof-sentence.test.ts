import { expect, it } from 'vitest';
import type { Soundness } from '@/engine/index.ts';
import { designTranslator } from '../../i18n/use-design-t.ts';
import { proofSentence } from './proof-sentence.ts';

const sound: Soundness = { everyPathEnds: true, nothingWaitsForEver: true, everySagaStepHasUndo: true, missing: [] };
const t = designTranslator('en');

it('says all that is proven, of a saga too', () => {
  const parts = [t('designer.everyPathEnds'), t('designer.nothingWaits'), t('designer.sagaUndo')];
  expect(proofSentence(sound, true, t)).toBe(parts.join(' · '));
  expect(proofSentence(sound, false, t)).toBe(parts.slice(0, 2).join(' · '));
});
it('says what stands open first', () => {
  const missing = [{ code: 'may_wait' }, { code: 'no_undo' }, { code: 'no_undo' }] as Soundness['missing'];
  expect(proofSentence({ ...sound, nothingWaitsForEver: false, everySagaStepHasUndo: false, missing }, true, t)).toBe(`${t('designer.mayWait', { count: 1 })} · ${t('designer.noUndo', { count: 2 })}`);
});
