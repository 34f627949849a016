import type { Tone } from '../ui/badge.tsx';
import { humanise } from '../ui/schema-form/model.ts';
import type { Translate } from '../i18n/translate.ts';

const YES = /^(approved?|accept(ed)?|yes|ok|okay|agreed?|confirm(ed)?|continue|go|publish(ed)?|release[d]?|pay|paid)$/i;
const NO = /^(reject(ed)?|declined?|den(y|ied)|no|refused?|cancel(led)?|stop(ped)?|abort(ed)?|block(ed)?)$/i;

/** What a choice feels like: the words of its name say it, and a choice of any other name is neither. */
export function outcomeTone(outcome: string): Extract<Tone, 'ok' | 'bad' | 'accent' | 'neutral'> {
  if (YES.test(outcome)) return 'ok';
  if (NO.test(outcome)) return 'bad';
  return outcome === 'timeout' ? 'neutral' : 'accent';
}

/** A choice as a button says it. Names of our own are translated, others are made readable. */
export function outcomeLabel(outcome: string, t: Translate): string {
  if (outcome === 'approved') return t('approvals.approve');
  if (outcome === 'rejected') return t('approvals.reject');
  if (outcome === 'timeout') return t('approvals.timeout');
  return humanise(outcome);
}

/** The choice that a key takes: `a` the first that says yes, `r` the first that says no. */
export function outcomeOfKey(outcomes: readonly string[], key: 'a' | 'r'): string | null {
  const wanted = key === 'a' ? 'ok' : 'bad';
  return outcomes.find((outcome) => outcomeTone(outcome) === wanted) ?? null;
}
