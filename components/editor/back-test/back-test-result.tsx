'use client';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { BACK_TEST_VERDICTS, type BackTestVerdict, type BackTestView } from '@/engine/index.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Pill } from '../../ui/badge.tsx';
import { cx } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/states.tsx';
import { headline, VERDICT_TONE } from './difference-words.ts';
import { BackTestRow } from './run-row.tsx';

/** How many runs would do what, and the runs, those that differ first. */
export function BackTestResult({ result, nameOf, narrowed }: { result: BackTestView; nameOf: (path: string) => string; /** Only runs of one version were looked at. */ narrowed: boolean }) {
  const t = useDesignT();
  const [only, setOnly] = useState<BackTestVerdict | null>(null);
  if (result.of === 0) return <EmptyState icon={<FlaskConical aria-hidden />} title={t('backTest.none')} className="py-8">{narrowed ? t('backTest.noneOf') : t('backTest.noneText')}</EmptyState>;
  if (result.looked === 0) return <p role="status" className="rounded-md border border-line bg-sunken px-3 py-2.5 text-ink-2">{t('backTest.noTime')}</p>;
  const { verdict, text } = headline(result, t);
  const present = BACK_TEST_VERDICTS.filter((each) => result.counts[each] > 0);
  const rank = (each: BackTestVerdict): number => (each === 'same' ? BACK_TEST_VERDICTS.length : BACK_TEST_VERDICTS.indexOf(each));
  const runs = result.runs.filter((run) => only === null || run.verdict === only).toSorted((a, b) => rank(a.verdict) - rank(b.verdict));
  return (
    <div className="space-y-3" data-testid="back-test-result">
      <div role="status">
        <p className={cx('text-md font-semibold', verdict === 'same' ? 'text-ok' : VERDICT_TONE[verdict] === 'bad' ? 'text-bad' : 'text-ink')} data-testid="back-test-headline">{text}</p>
        {result.looked < result.of && <p className="mt-0.5 text-ink-2">{t('backTest.partial', { looked: result.looked, of: result.of })}</p>}
        {result.counts.values > 0 && <p className="mt-0.5 text-ink-2">{t('backTest.assumes')}</p>}
      </div>
      {present.length > 1 && (
        <div role="group" aria-label={t('backTest.shown')} className="flex flex-wrap gap-1.5">
          <Choice chosen={only === null} onChoose={() => setOnly(null)}><Pill>{t('backTest.all')} {result.looked}</Pill></Choice>
          {present.map((each) => (
            <Choice key={each} chosen={only === each} onChoose={() => setOnly(only === each ? null : each)}>
              <Pill tone={VERDICT_TONE[each]}>{t(`backTest.${each}`)} {result.counts[each]}</Pill>
            </Choice>
          ))}
        </div>
      )}
      <ul className="divide-y divide-line overflow-hidden rounded-md border border-line">{runs.map((run) => <BackTestRow key={run.id} run={run} nameOf={nameOf} />)}</ul>
    </div>
  );
}

function Choice({ chosen, onChoose, children }: { chosen: boolean; onChoose: () => void; children: React.ReactNode }) {
  return <button type="button" aria-pressed={chosen} onClick={onChoose} className={cx('rounded-full border p-0.5', chosen ? 'border-accent' : 'border-transparent hover:border-line-strong')}>{children}</button>;
}
