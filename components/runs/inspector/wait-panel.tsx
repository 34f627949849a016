'use client';
import { ArrowUpRight, Check, Radio, X } from 'lucide-react';
import Link from 'next/link';
import { useId, useState } from 'react';
import { clocksOfWait } from '@/components/approvals/clocks-of.ts';
import { outcomeLabel } from '@/components/approvals/outcomes.ts';
import { Coming, Happened } from '@/components/approvals/request-clocks.tsx';
import { useApprovals, useDecide, useSendSignal } from '@/components/data/hooks.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { useMe } from '@/components/shell/use-me.ts';
import { Button } from '@/components/ui/button.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Input } from '@/components/ui/input.tsx';
import { Markdown } from '@/components/ui/markdown.tsx';
import { ReasonField } from '@/components/ui/reason-field.tsx';
import { SchemaForm } from '@/components/ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '@/components/ui/schema-form/use-schema-form.ts';
import { Due, Duration } from '@/components/ui/time.tsx';
import { toast } from '@/components/ui/toast.tsx';
import { isJsonObject, type JsonObject, type StepState, type WaitFor } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';
import { WAIT_ICON } from './wait-icon.ts';

/** What a step waits for, since when, what ends it, and what a reader may do about it here. */
export function WaitPanel({ step, wait }: { step: StepState; wait: WaitFor }) {
  const { moment } = useRunView();
  return (
    <section className="rounded-lg border border-wait/40 bg-wait-soft p-3" data-testid="wait-panel" data-kind={wait.kind}>
      <WaitLine step={step} wait={wait} />
      {moment.live && wait.kind === 'approval' && <QuickDecision path={step.path} wait={wait} />}
      {moment.live && wait.kind === 'signal' && <SignalForm name={wait.name} node={step.node} />}
    </section>
  );
}

function WaitLine({ step, wait }: { step: StepState; wait: WaitFor }) {
  const t = useT();
  const { moment } = useRunView();
  const Icon = WAIT_ICON[wait.kind];
  const due = wait.kind === 'child' ? null : wait.dueAt;
  return (
    <div className="flex gap-2.5">
      <Icon className="mt-0.5 size-4 shrink-0 text-wait" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-wait">
          {wait.kind === 'approval' ? t('runs.waitsForApproval', { count: wait.quorum }) : wait.kind === 'signal' ? t('runs.waitsForSignal', { name: wait.name }) : wait.kind === 'child' ? t('runs.waitsForChild', { workflow: wait.workflow }) : t('runs.waitsForTime')}
        </p>
        <p className="text-ink-2">
          {t('status.waiting')} <Duration from={step.openedAt} to={moment.live ? null : moment.at} />
          {due !== null && <> · <Due at={due} {...(moment.live ? {} : { now: moment.at })} /></>}
          {due === null && wait.kind !== 'child' && ` · ${t('runs.endless')}`}
        </p>
        {wait.kind === 'approval' && wait.assignees.length > 0 && <p className="text-ink-2">{t('runs.askedOf', { people: wait.assignees.join(', ') })}</p>}
        {wait.kind === 'approval' && wait.excluded !== undefined && <p className="text-ink-2">{t('approvals.mayNot', { who: wait.excluded.join(', ') })}</p>}
        {wait.kind === 'approval' && due !== null && <p className="text-ink-2">{t('runs.onTimeout', { outcome: outcomeLabel(wait.onTimeout ?? 'timeout', t) })}</p>}
        {wait.kind === 'approval' && (
          <div className="text-ink-2">
            <Happened clocks={clocksOfWait(wait)} />
            {/* When it is due stands above. */}
            {moment.live && <Coming clocks={{ ...clocksOfWait(wait), due: null }} />}
          </div>
        )}
        {wait.kind === 'child' && (
          <Link href={`/runs/${wait.runId}`} className="mt-1 inline-flex items-center gap-1 font-medium text-accent hover:underline">
            {t('runs.openChild')} <ArrowUpRight className="size-3.5" aria-hidden />
          </Link>
        )}
      </div>
    </div>
  );
}

function QuickDecision({ path, wait }: { path: string; wait: Extract<WaitFor, { kind: 'approval' }> }) {
  const t = useT();
  const { runId } = useRunView();
  const [name, setName] = useMe();
  const [missing, setMissing] = useState(false);
  const approvals = useApprovals({ run: runId, status: 'open' });
  const decide = useDecide();
  const approval = approvals.data?.pages.flatMap((page) => page.items).find((item) => item.path === path);
  const page = approval === undefined ? null : `/approvals/${approval.id}`;
  const needsForm = wait.form !== null;

  function send(outcome: string): void {
    if (approval === undefined) return;
    if (name.trim() === '') return setMissing(true);
    decide.mutate({ id: approval.id, outcome, by: name.trim(), shownHash: approval.shownHash }, { onSuccess: () => toast.ok(t('runs.decided', { outcome: outcomeLabel(outcome, t) })) });
  }

  return (
    <div className="mt-3 space-y-2.5 border-t border-wait/30 pt-3">
      {wait.title !== '' && <p className="font-semibold">{wait.title}</p>}
      {wait.context !== '' && <Markdown text={wait.context} className="max-h-96 overflow-y-auto" />}
      {!needsForm && approval !== undefined && (
        <>
          <Input value={name} onChange={(event) => { setName(event.target.value); setMissing(false); }} placeholder={t('runs.yourName')} aria-label={t('runs.yourName')} aria-invalid={missing || undefined} maxLength={200} />
          {missing && <p role="alert" className="text-sm text-bad">{t('runs.nameNeeded')}</p>}
        </>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {!needsForm && approval !== undefined && wait.outcomes.map((outcome, index) => (
          <Button key={outcome} size="sm" variant={outcome === 'rejected' ? 'danger' : index === 0 ? 'ok' : 'default'} icon={outcome === 'rejected' ? <X aria-hidden /> : index === 0 ? <Check aria-hidden /> : undefined} busy={decide.isPending && decide.variables?.outcome === outcome} disabled={decide.isPending} onClick={() => send(outcome)} data-outcome={outcome}>
            {outcome === 'approved' ? t('runs.approve') : outcome === 'rejected' ? t('runs.reject') : outcome}
          </Button>
        ))}
        {page !== null && (
          <Button size="sm" variant={needsForm ? 'primary' : 'ghost'} asChild>
            <Link href={page}>{needsForm ? t('runs.openToDecide') : t('runs.openRequest')}</Link>
          </Button>
        )}
      </div>
      {decide.error && <ErrorNote error={decide.error} />}
      {approvals.error && <ErrorNote error={approvals.error} />}
    </div>
  );
}

function SignalForm({ name, node }: { name: string; node: string }) {
  const t = useT();
  const { runId, definition } = useRunView();
  const schema = definition?.nodes.find((candidate) => candidate.id === node)?.params['schema'];
  const form = useSchemaForm(isJsonObject(schema) ? schema : ({} as JsonObject));
  const [by] = useMe();
  const id = useId();
  const [reason, setReason] = useState('');
  const send = useSendSignal(runId);
  return (
    <form
      className="mt-3 space-y-2.5 border-t border-wait/30 pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        const ready = form.submit();
        if (ready) send.mutate({ name, ...(ready.value === undefined ? {} : { payload: ready.value }), ...(reason.trim() === '' ? {} : { reason: reason.trim() }), ...(by === '' ? {} : { by }) }, { onSuccess: () => { setReason(''); toast.ok(t('runs.signalSent', { name })); } });
      }}
    >
      <p className="font-medium">{t('runs.payload')}</p>
      <SchemaForm form={form} allowJson />
      <ReasonField id={id} value={reason} onChange={setReason} />
      <Button size="sm" type="submit" variant="primary" icon={<Radio aria-hidden />} busy={send.isPending}>{t('runs.sendSignal', { name })}</Button>
      {send.error && <ErrorNote error={send.error} />}
    </form>
  );
}
