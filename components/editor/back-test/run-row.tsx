'use client';
import Link from 'next/link';
import type { BackTestedRun } from '@/engine/index.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { shortId } from '../../run-list/run-words.tsx';
import { Pill } from '../../ui/badge.tsx';
import { StatusIcon } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { pathOf } from '../versions/member-change-view.tsx';
import { differenceWords, tellingDifference, VERDICT_TONE } from './difference-words.ts';

/** One run: what it would do otherwise, first of all. A press opens it. */
export function BackTestRow({ run, nameOf }: { run: BackTestedRun; nameOf: (path: string) => string }) {
  const t = useDesignT();
  const told = tellingDifference(run);
  const change = told !== null && 'changes' in told ? told.changes[0] : undefined;
  const more = run.differences.length - (told === null ? 0 : 1);
  return (
    <li>
      <Link href={`/runs/${run.id}`} data-testid="back-tested" data-verdict={run.verdict} className="block px-3.5 py-2.5 outline-offset-[-2px] hover:bg-hover">
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <StatusIcon status={run.status} size="sm" />
          <span className="font-mono text-sm" title={run.id}>{run.key ?? shortId(run.id)}</span>
          <span className="text-xs text-ink-2">{run.version === null ? t('backTest.draft') : t('backTest.version', { number: run.version })}</span>
          <span className="text-xs text-ink-2"><Time at={run.endedAt ?? run.startedAt} /></span>
          <Pill tone={VERDICT_TONE[run.verdict]} className="ml-auto">{t(`backTest.${run.verdict}`)}</Pill>
        </span>
        {run.reason !== undefined && <span className="mt-1 block text-ink-2">{t(`backTest.not-${run.reason}`)}</span>}
        {told !== null && <span className="mt-1 block break-words">{differenceWords(told, nameOf, t)}</span>}
        {change !== undefined && (
          <span className="mt-0.5 block break-all font-mono text-xs text-ink-2">
            {change.pointer !== '' && <span className="text-ink">{pathOf(change.pointer)}: </span>}
            <del className="text-bad no-underline">{`− ${change.before ?? t('backTest.nothing')}`}</del> <ins className="text-ok no-underline">{`+ ${change.now ?? t('backTest.nothing')}`}</ins>
          </span>
        )}
        {more > 0 && <span className="mt-0.5 block text-xs text-ink-2">{t('backTest.more', { count: more })}</span>}
      </Link>
    </li>
  );
}
