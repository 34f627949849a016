'use client';
import { ChevronDown } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { type Approval, type Definition, progressStrip, type RunState, type ViewPlan } from '@/engine/index.ts';
import type { LiveRun } from '../data/live-run.ts';
import { useT } from '../i18n/use-t.tsx';
import { useIsPhone } from '../runs/use-is-phone.ts';
import { cx } from '../ui/class-names.ts';
import { patiently } from '../ui/patiently.ts';
import { Skeleton } from '../ui/states.tsx';
import { STATUS_FACE } from '../ui/status-face.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { Panel } from './panel.tsx';

/** Comes when it is shown: whoever only decides does not wait for it. */
const RequestCanvas = lazy(async () => ({ default: (await patiently(() => import('./request-canvas.tsx'))).RequestCanvas }));

const BAR = { neutral: 'bg-line', accent: 'bg-accent', run: 'bg-run', ok: 'bg-ok', wait: 'bg-wait', bad: 'bg-bad', undo: 'bg-undo', warn: 'bg-warn' } as const;

/** The run up to now, live: a strip of what is done, where it stands and what may come, and its canvas; on a phone that is unfolded when asked for. */
export function ProgressPanel({ approval, definition, plan, live }: { approval: Approval; definition: Definition | undefined; plan: ViewPlan | null; live: LiveRun | undefined }) {
  const t = useT();
  const id = useId();
  const phone = useIsPhone();
  const [chosen, choose] = useState<boolean | null>(null);
  const open = chosen ?? !phone;
  const ready = definition && plan && live && live.seq > 0;
  return (
    <Panel title={t('approvals.runSoFar')}>
      {ready ? <Strip plan={plan} state={live.state} path={approval.path} /> : <Skeleton className="h-2 w-full" />}
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => choose(!open)} className="mt-2.5 inline-flex items-center gap-1.5 rounded-md py-1 text-accent underline-offset-2 hover:underline max-sm:min-h-11" data-testid="request-canvas-toggle">
        <ChevronDown aria-hidden className={cx('size-4 transition-transform duration-(--fast)', !open && '-rotate-90')} />
        {t(open ? 'approvals.hideCanvas' : 'approvals.showCanvas')}
      </button>
      <div id={id} hidden={!open} className="mt-2 h-[320px] overflow-hidden rounded-lg border border-line max-sm:h-[280px]" data-testid="request-canvas">
        {open && (
          <Suspense fallback={<Skeleton className="h-full w-full" />}>
            {ready ? <RequestCanvas approval={approval} definition={definition} plan={plan} live={live} /> : <Skeleton className="h-full w-full" />}
          </Suspense>
        )}
      </div>
    </Panel>
  );
}

function Strip({ plan, state, path }: { plan: ViewPlan; state: RunState; /** The step that asks. */ path: string }) {
  const t = useT();
  const top = path.split('/')[0]!.replace(/\[\d+\]$/, '');
  const strip = progressStrip(plan, state);
  return (
    <>
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
    </>
  );
}
