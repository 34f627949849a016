import type { BackTestDifference, BackTestedRun, BackTestVerdict, BackTestView } from '@/engine/index.ts';
import type { DesignKey } from '../../i18n/design-catalogue.ts';
import type { DesignTranslate } from '../../i18n/translate.ts';
import type { Tone } from '../../ui/badge.tsx';

export const VERDICT_TONE: Readonly<Record<BackTestVerdict, Tone>> = { refused: 'bad', fails: 'bad', branch: 'warn', left_out: 'warn', no_result: 'wait', values: 'accent', same: 'ok', not_comparable: 'neutral' };

const HEADLINE = {
  refused: 'backTest.headRefused', fails: 'backTest.headFails', branch: 'backTest.headBranch', left_out: 'backTest.headLeftOut',
  no_result: 'backTest.headNoResult', values: 'backTest.headValues', not_comparable: 'backTest.headNotComparable',
} as const satisfies Record<Exclude<BackTestVerdict, 'same'>, DesignKey>;

/** The gravest thing that is to be said of all runs together. */
export function headline({ counts, looked }: BackTestView, t: DesignTranslate): { verdict: BackTestVerdict; text: string } {
  // `same` is what is left when nothing else is to be said.
  for (const [verdict, key] of Object.entries(HEADLINE) as [Exclude<BackTestVerdict, 'same'>, (typeof HEADLINE)[keyof typeof HEADLINE]][]) {
    if (counts[verdict] > 0) return { verdict, text: t(key, { count: counts[verdict], of: looked }) };
  }
  return { verdict: 'same', text: t('backTest.headSame', { count: looked }) };
}

/** What is told of a run in its row: the difference that its verdict is made of comes first. */
export function tellingDifference({ verdict, differences }: BackTestedRun): BackTestDifference | null {
  return differences.find((each) => each.kind === verdict || (verdict === 'fails' && each.kind === 'ends')) ?? differences[0] ?? null;
}

/** A difference as a sentence. @param nameOf a step's name by its path */
export function differenceWords(difference: BackTestDifference, nameOf: (path: string) => string, t: DesignTranslate): string {
  switch (difference.kind) {
    case 'refused': {
      const [problem] = difference.problems;
      const message = problem === undefined ? difference.message : `${problem.pointer === '' ? '/' : problem.pointer} ${problem.message}`;
      return difference.code === 'invalid_input' ? t('backTest.dInput', { message }) : t('backTest.dRefused', { seq: difference.seq, message });
    }
    case 'branch': {
      const name = nameOf(difference.path);
      const { before, now } = difference;
      if (now === null) return t('backTest.dBranchNone', { name, before: before ?? '' });
      return before === null ? t('backTest.dBranchNew', { name, now }) : t('backTest.dBranch', { name, before, now });
    }
    case 'fails': {
      const { message } = difference.error;
      return difference.path === null ? t('backTest.dRunFails', { message }) : t('backTest.dFails', { name: nameOf(difference.path), message });
    }
    case 'left_out':
      return t('backTest.dLeftOut', { name: nameOf(difference.path) });
    case 'no_result':
      return t(`backTest.why-${difference.why}`, { name: nameOf(difference.path) });
    case 'input':
      return t('backTest.dGiven', { name: nameOf(difference.path) });
    case 'output':
      return t('backTest.dComputes', { name: nameOf(difference.path) });
    case 'result':
      return t('backTest.dResult');
    case 'ends':
      return t('backTest.dEnds', { before: t(`status.${difference.before}`), now: t(`status.${difference.now}`) });
  }
}
