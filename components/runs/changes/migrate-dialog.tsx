'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useId, useState } from 'react';
import { api } from '@/components/data/api.ts';
import { useVersions } from '@/components/data/hooks.ts';
import { keys } from '@/components/data/query-keys.ts';
import { useSentences } from '@/components/i18n/use-chinese.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Field } from '@/components/ui/input.tsx';
import { ReasonField } from '@/components/ui/reason-field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { toast } from '@/components/ui/toast.tsx';
import type { MigrationPlanView } from '@/engine/index.ts';
import { nodeName, useRunView } from '../model/run-view.ts';
import { PlanBox } from './plan-parts.tsx';
import { useChange } from './use-change.ts';

/** Moves the run to another version, after a look at whether what it has begun means the same there. */
export function MigrateDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const id = useId();
  const { runId, run, live } = useRunView();
  const versions = useVersions(run.workflow.id);
  const others = (versions.data?.pages.flatMap((page) => page.items) ?? []).filter(({ number }) => number !== live.state.version);
  const [chosen, setChosen] = useState<number | null>(null);
  // What is offered first stays chosen when a newer version is published meanwhile, or the run has moved: nothing else is chosen under the hand.
  const version = chosen ?? others[0]?.number ?? null;
  if (version !== chosen) setChosen(version);
  const plan = useQuery({ queryKey: keys.runs.migrationPlan(runId, version ?? 0), queryFn: () => api.runs.planMigration(runId, version!), enabled: version !== null, staleTime: 0, gcTime: 0, retry: false });
  const { reason, setReason, busy, error, change } = useChange(onClose);

  const move = (): Promise<void> =>
    change(async (said) => {
      try {
        await api.runs.migrate(runId, { version: version!, ...said });
      } catch (refused) {
        // The run has gone on since the plan was made.
        void plan.refetch();
        throw refused;
      }
      toast.ok(t('changes.moved', { number: version! }));
    });

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('changes.migrateTitle')}
      description={t('changes.migrateMeans')}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>{t('common.back')}</Button>
          <Button variant="primary" busy={busy} disabled={version === null || plan.isFetching || plan.data?.ok !== true} onClick={() => void move()} data-testid="confirm">{version === null ? t('changes.doMigrateBare') : t('changes.doMigrate', { number: version })}</Button>
        </>
      }
    >
      {versions.error ? <ErrorNote error={versions.error} /> : versions.data === undefined ? <Skeleton className="h-8 w-full" /> : version === null ? <p className="text-ink-2">{t('changes.noVersions')}</p> : (
        <div className="space-y-4">
          <Field id={id} label={t('changes.toVersion')}>
            <Select id={id} className="w-full" value={String(version)} onChange={(next) => setChosen(Number(next))} options={others.map(({ number, note }) => ({ value: String(number), label: note ? t('changes.versionLine', { number, note }) : t('changes.versionBare', { number }) }))} />
          </Field>
          <PlanBox busy={plan.isFetching}>
            {plan.error ? <ErrorNote error={plan.error} /> : plan.data === undefined || plan.isFetching ? <div role="status" aria-label={t('changes.planning')} className="space-y-2"><Skeleton className="h-4 w-40" /><Skeleton className="h-4 w-64" /></div> : <Verdict plan={plan.data} />}
          </PlanBox>
          <ReasonField id={`${id}-reason`} value={reason} onChange={setReason} />
          {error !== null && <ErrorNote error={error} />}
        </div>
      )}
    </Dialog>
  );
}

function Verdict({ plan }: { plan: MigrationPlanView }) {
  const t = useT();
  const sentence = useSentences(!plan.ok);
  const view = useRunView();
  if (plan.ok) {
    return (
      <div role="status" className="flex gap-2.5">
        <CircleCheck className="mt-0.5 size-4 shrink-0 text-ok" aria-hidden />
        <div><p className="font-medium">{t('changes.canMove')}</p><p className="text-ink-2">{t('changes.canMoveMeans', { number: plan.to ?? 0 })}</p></div>
      </div>
    );
  }
  return (
    <div role="alert" className="flex gap-2.5">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
      <div className="min-w-0 break-words">
        <p className="font-medium text-bad">{t('changes.cannotMove')}</p>
        {plan.refusal !== null && <p>{sentence(plan.refusal.message)}</p>}
        <ul className="mt-1 space-y-2">
          {plan.problems.map((problem) => (
            <li key={`${problem.code} ${problem.node}`}>
              {problem.node !== null && <b className="font-semibold">{nodeName(view, problem.node)}: </b>}
              {problem.differs === undefined ? sentence(problem.message) : <>{t('changes.differs')} {problem.differs.map((name) => <code key={name} className="mr-1 rounded-xs bg-surface px-1">{name}</code>)}</>}
            </li>
          ))}
        </ul>
        {plan.problems.length > 0 && <p className="mt-1.5 text-ink-2">{t('changes.instead')}</p>}
      </div>
    </div>
  );
}
