'use client';
import { ExternalLink, UserRoundPlus } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { shapes, type Approval, type RunState } from '@/engine/index.ts';
import { viewPlanOf } from '../runs/model/view-plan.ts';
import { useApproval, useRunDefinition } from '../data/hooks.ts';
import { useLiveRun, useRunStream } from '../data/use-run-stream.ts';
import { useT } from '../i18n/use-t.tsx';
import { shortId } from '../run-list/run-words.tsx';
import { useTitle } from '../shell/page.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { CopyButton, JsonView } from '../ui/json-view.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { ClocksPanel } from './clocks-panel.tsx';
import { DecisionForm } from './decision-form.tsx';
import { DecisionsPanel } from './decisions-panel.tsx';
import { DelegateDialog } from './delegate-dialog.tsx';
import { DuePill } from './due-pill.tsx';
import { FollowsPanel } from './follows-panel.tsx';
import type { DecisionKey } from './outcomes.ts';
import { Panel } from './panel.tsx';
import { ProgressPanel } from './progress-panel.tsx';

/** One request, whole. Reading it decides nothing. */
export function RequestView({ id, listed, onDone, pressed }: { id: string; /** What the list knows of it already. */ listed: Approval | undefined; onDone: () => void; pressed: { key: DecisionKey; at: number } | null }) {
  const t = useT();
  const query = useApproval(id);
  const approval = query.data ?? listed;
  useTitle(approval?.title);
  if (!approval && query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} actions={<Button asChild><Link href="/approvals">{t('approvals.backToInbox')}</Link></Button>} />;
  if (!approval) return <RequestSkeleton />;
  return <Request key={approval.id} approval={approval} onDone={onDone} pressed={pressed} />;
}

function Request({ approval, onDone, pressed }: { approval: Approval; onDone: () => void; pressed: { key: DecisionKey; at: number } | null }) {
  const t = useT();
  const definition = useRunDefinition(approval.runId).data;
  const plan = useMemo(() => (definition ? viewPlanOf(definition, shapes) : null), [definition]);
  useRunStream(approval.runId);
  const live = useLiveRun(approval.runId);
  const state = live?.state;
  const open = approval.status === 'open';
  const [handing, setHanding] = useState(false);
  const who = approval.assignees.join(', ');
  return (
    <article className="mx-auto max-w-[1040px] px-4 py-5 sm:px-10 sm:py-7">
      <header>
        <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
          <h2 className="min-w-0 flex-1 basis-64 break-words text-2xl font-semibold tracking-[-0.01em]">{approval.title}</h2>
          {open && <Button size="sm" icon={<UserRoundPlus aria-hidden />} onClick={() => setHanding(true)} data-testid="delegate">{t('approvals.delegate')}</Button>}
          <Button asChild size="sm">
            <Link href={`/runs/${approval.runId}`}>
              <ExternalLink aria-hidden />
              {t('approvals.openRun', { id: shortId(approval.runId) })}
            </Link>
          </Button>
          <CopyButton text={() => `${location.origin}/approvals/${encodeURIComponent(approval.id)}`} label={t('approvals.copyLink')} />
        </div>
        <p className="mb-4 mt-1 flex flex-wrap items-center gap-x-1.5 text-ink-3">
          <span>
            {t('approvals.askedBy')} <b className="font-medium text-ink-2">{approval.workflow.name}</b> <Time at={approval.openedAt} />
          </span>
          {open && <span>· {who ? t('approvals.needsFrom', { count: approval.quorum, who }) : t('approvals.needs', { count: approval.quorum })}</span>}
          {approval.excluded.length > 0 && <span>· {t('approvals.mayNot', { who: approval.excluded.join(', ') })}</span>}
          {approval.closedAt && (
            <span>
              · {t('approvals.closedAt')} <Time at={approval.closedAt} />
            </span>
          )}
          <DuePill approval={approval} />
        </p>
      </header>
      <div className="grid gap-x-[22px] gap-y-4 lg:grid-cols-[minmax(0,1fr)_316px]">
        <div className="min-w-0 space-y-4">
          {approval.context.trim() !== '' && (
            <Panel className="px-5 py-[18px]">
              <Markdown text={approval.context} />
            </Panel>
          )}
          {open ? (
            <DecisionForm approval={approval} onDone={onDone} pressed={pressed} />
          ) : (
            <Panel className="px-5 py-[18px]">
              {approval.status === 'withdrawn' ? <p className="text-ink-2">{t('approvals.withdrawnHint')}</p> : <ClosedAnswer state={state} approval={approval} />}
            </Panel>
          )}
        </div>
        <div className="space-y-3.5">
          {open && <FollowsPanel approval={approval} plan={plan} />}
          <ClocksPanel approval={approval} />
          <DecisionsPanel approval={approval} />
        </div>
        <div className="min-w-0 lg:col-span-2">
          <ProgressPanel approval={approval} definition={definition} plan={plan} live={live} />
        </div>
      </div>
      {handing && open && <DelegateDialog approval={approval} onClose={() => setHanding(false)} />}
    </article>
  );
}

/** What was answered, from the history. */
function ClosedAnswer({ approval, state }: { approval: Approval; state: RunState | undefined }) {
  const t = useT();
  const last = state?.steps.get(approval.path)?.decisions.at(-1);
  return (
    <div className="space-y-3">
      <DuePill approval={approval} />
      {last && last.data !== null && last.data !== undefined && (
        <div>
          <h3 className="mb-1.5 font-medium">{t('approvals.yourAnswer')}</h3>
          <JsonView value={last.data} />
        </div>
      )}
    </div>
  );
}

function RequestSkeleton() {
  const t = useT();
  return (
    <div role="status" aria-label={t('common.loading')} className="mx-auto max-w-[1040px] space-y-4 px-4 py-7 sm:px-10">
      <Skeleton className="h-7 w-72" />
      <Skeleton className="h-4 w-96 max-w-full" />
      <div className="grid gap-[22px] lg:grid-cols-[minmax(0,1fr)_316px]">
        <Skeleton className="h-64 rounded-xl" />
        <Skeleton className="h-48 rounded-xl" />
      </div>
    </div>
  );
}
