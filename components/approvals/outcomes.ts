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

export type DecisionKey = 'a' | 'r' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
const KEYS: ReadonlySet<string> = new Set(['a', 'r', '1', '2', '3', '4', '5', '6', '7', '8', '9'] satisfies DecisionKey[]);

export function isDecisionKey(key: string): key is DecisionKey {
  return KEYS.has(key);
}

/** The choice that a key takes: `a` the first that says yes, `r` the first that says no, a digit the one in that place. */
export function outcomeOfKey(outcomes: readonly string[], key: DecisionKey): string | null {
  if (key !== 'a' && key !== 'r') return outcomes[Number(key) - 1] ?? null;
  const wanted = key === 'a' ? 'ok' : 'bad';
  return outcomes.find((outcome) => outcomeTone(outcome) === wanted) ?? null;
}

/** The key that a choice is taken by: its letter, else its place; null for those that have none. */
export function keyOfOutcome(outcomes: readonly string[], outcome: string): DecisionKey | null {
  const letter = (['a', 'r'] as const).find((key) => outcomeOfKey(outcomes, key) === outcome);
  const digit = `${outcomes.indexOf(outcome) + 1}`;
  return letter ?? (isDecisionKey(digit) ? digit : null);
}
