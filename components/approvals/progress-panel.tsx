'use client';
import { progressStrip, type RunState, type ViewPlan } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { Skeleton } from '../ui/states.tsx';
import { STATUS_FACE } from '../ui/status-face.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { Panel } from './panel.tsx';

const BAR = { neutral: 'bg-line', accent: 'bg-accent', run: 'bg-run', ok: 'bg-ok', wait: 'bg-wait', bad: 'bg-bad', undo: 'bg-undo', warn: 'bg-warn' } as const;

/** The run as a strip, live: what is done, where it stands, what may come. `path` is the step that asks. */
export function ProgressPanel({ plan, state, path }: { plan: ViewPlan | null; state: RunState | undefined; path: string }) {
  const t = useT();
  if (!plan || !state || state.seq === 0) {
    return (
      <Panel title={t('approvals.runSoFar')}>
        <Skeleton className="h-2 w-full" />
      </Panel>
    );
  }
  const top = path.split('/')[0]!.replace(/\[\d+\]$/, '');
  const strip = progressStrip(plan, state);
  return (
    <Panel title={t('approvals.runSoFar')}>
      <ol className="flex gap-1">
        {strip.map((segment) => {
          const label = t('approvals.stepIs', { name: segment.name, status: t(`status.${segment.status}`) });
          return (
            <li key={segment.node} className="min-w-1 flex-1">
              <Tooltip text={label}>
                <span role="img" aria-label={label} className={`block h-2 rounded-full ${BAR[STATUS_FACE[segment.status].tone]}`} />
              </Tooltip>
            </li>
          );
        })}
      </ol>
      <p className="mt-2 text-ink-3">
        {strip.map((segment, index) => (
          <span key={segment.node}>
            {index > 0 && ' · '}
            {segment.node === top && state.steps.get(path)?.status === 'waiting' ? <b className="font-semibold text-wait">{t('approvals.here')}</b> : segment.name}
          </span>
        ))}
      </p>
    </Panel>
  );
}
