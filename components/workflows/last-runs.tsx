'use client';
import Link from 'next/link';
import type { WorkflowSummary } from '@/engine/index.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { runFace, RunWait, waitWords } from '../run-list/run-words.tsx';
import { STATUS_FACE } from '../ui/status-face.ts';
import { StatusIcon } from '../ui/status.tsx';
import { instantText } from '../ui/time-text.ts';
import { Time } from '../ui/time.tsx';
import { Tooltip } from '../ui/tooltip.tsx';

const SHOWN = 5;

/** The last runs of a workflow, newest at the left, each a way to it; below them what the newest waits for. */
export function LastRuns({ runs }: { runs: WorkflowSummary['lastRuns'] }) {
  const t = useT();
  const language = useLanguage();
  if (runs.length === 0) return <span className="text-ink-3">{t('workflows.neverRun')}</span>;
  const newest = runs[0]!;
  return (
    <span className="block min-w-0">
      <span className="flex items-center gap-1">
        {runs.slice(0, SHOWN).map((run) => {
          const face = runFace(run);
          const time = instantText(Date.parse(run.startedAt), language);
          const label = face.status === 'waiting' ? t('workflows.runWaits', { what: waitWords(run, t), time }) : t('workflows.runAt', { status: t(`status.${face.status}`), time });
          return (
            <Tooltip key={run.id} text={label}>
              <Link href={`/runs/${run.id}`} aria-label={label} className="rounded-full" data-tone={STATUS_FACE[face.status].tone}>
                <StatusIcon {...face} decorative />
              </Link>
            </Tooltip>
          );
        })}
        <span className="ml-1.5 hidden truncate text-ink-3 xl:inline">
          <Time at={newest.startedAt} />
        </span>
      </span>
      {runFace(newest).status === 'waiting' && <span className="mt-1 block truncate text-xs"><RunWait run={newest} /></span>}
    </span>
  );
}
