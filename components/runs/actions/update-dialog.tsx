'use client';
import { useId, useMemo, useState } from 'react';
import { api } from '@/components/data/api.ts';
import { newId } from '@/components/data/new-id.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { useMe } from '@/components/shell/use-me.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Field } from '@/components/ui/input.tsx';
import { JsonView } from '@/components/ui/json-view.tsx';
import { ReasonField } from '@/components/ui/reason-field.tsx';
import { SchemaForm } from '@/components/ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '@/components/ui/schema-form/use-schema-form.ts';
import { Select } from '@/components/ui/select.tsx';
import { useAction } from '@/components/ui/use-action.ts';
import type { Definition, Json } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';
import { declaredUpdates, type DeclaredUpdate } from './questions-of.ts';

/** Tells an open run something that its definition takes, and shows what it answered. */
export function UpdateDialog({ definition, onClose }: { definition: Definition; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const updates = useMemo(() => declaredUpdates(definition), [definition]);
  const [name, setName] = useState(updates[0]?.name ?? '');
  // Why stands apart from what: it stays when another update is chosen.
  const [reason, setReason] = useState('');
  const chosen = updates.find((update) => update.name === name);
  return (
    <Dialog open onClose={onClose} title={t('runs.update')} description={t('runs.updateMeans')}>
      {chosen === undefined ? (
        <p className="text-ink-2">{t('runs.noUpdates')}</p>
      ) : (
        <div className="space-y-3.5">
          <Field id={id} label={t('runs.updateName')}>
            <Select id={id} value={name} onChange={setName} options={updates.map((update) => ({ value: update.name, label: update.name }))} className="w-full" />
          </Field>
          <UpdateBody key={name} update={chosen} reason={reason} onReason={setReason} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
}

function UpdateBody({ update, reason, onReason, onClose }: { update: DeclaredUpdate; reason: string; onReason: (reason: string) => void; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const { runId } = useRunView();
  const [by] = useMe();
  const form = useSchemaForm(update.schema);
  const [answer, setAnswer] = useState<{ result: Json; seq: number } | null>(null);
  const { busy, error, run } = useAction();
  // Sent twice is taken once: the id lives as long as the dialog shows this update.
  const [clientId] = useState(newId);

  function send(): void {
    const ready = form.submit();
    if (!ready) return;
    const why = reason.trim();
    void run(async () => setAnswer(await api.runs.update(runId, update.name, { id: clientId, ...(ready.value === undefined ? {} : { payload: ready.value }), ...(why === '' ? {} : { reason: why }), ...(by === '' ? {} : { by }) })));
  }

  if (answer !== null) {
    return (
      <div className="space-y-3.5" role="status" data-testid="update-answer">
        <p className="text-ink-2">{t('runs.updateTaken', { name: update.name, seq: answer.seq })}</p>
        <JsonView value={answer.result} />
        <div className="flex justify-end"><Button variant="primary" onClick={onClose}>{t('common.close')}</Button></div>
      </div>
    );
  }
  return (
    <form
      className="space-y-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p className="text-sm text-ink-2">{update.sets.length === 0 ? t('runs.updateSetsNothing') : t('runs.updateSets', { names: update.sets.join(', ') })}</p>
      <SchemaForm form={form} allowJson />
      <ReasonField id={`${id}-reason`} value={reason} onChange={onReason} />
      {error !== null && <ErrorNote error={error} />}
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onClose} disabled={busy}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy} data-testid="send-update">{t('runs.sendUpdate', { name: update.name })}</Button>
      </div>
    </form>
  );
}
