'use client';
import { useId, useMemo, useState } from 'react';
import { useSendSignal } from '@/components/data/hooks.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { useMe } from '@/components/shell/use-me.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Field } from '@/components/ui/input.tsx';
import { ReasonField } from '@/components/ui/reason-field.tsx';
import { SchemaForm } from '@/components/ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '@/components/ui/schema-form/use-schema-form.ts';
import { Select } from '@/components/ui/select.tsx';
import { toast } from '@/components/ui/toast.tsx';
import { isJsonObject, type Definition, type JsonObject } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';

/** Signals that a definition declares, with the schema of what they carry. */
export function declaredSignals(definition: Definition | null): { name: string; schema: JsonObject }[] {
  const found = new Map<string, JsonObject>();
  for (const node of definition?.nodes ?? []) {
    const name = node.params['name'];
    if (node.type !== 'signal' || typeof name !== 'string' || name === '' || name.includes('{{')) continue;
    const schema = node.params['schema'];
    found.set(name, isJsonObject(schema) ? schema : {});
  }
  return [...found].map(([name, schema]) => ({ name, schema }));
}

export function SignalDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { definition } = useRunView();
  const signals = useMemo(() => declaredSignals(definition), [definition]);
  const [name, setName] = useState(signals[0]?.name ?? '');
  // Why stands apart from what: it stays when another signal is chosen.
  const [reason, setReason] = useState('');
  const id = useId();
  const chosen = signals.find((signal) => signal.name === name);
  return (
    <Dialog open onClose={onClose} title={t('runs.signal')} description={t('runs.signalMeans')}>
      {chosen === undefined ? (
        <p className="text-ink-2">{t('runs.noSignals')}</p>
      ) : (
        <div className="space-y-3.5">
          <Field id={id} label={t('runs.signalName')}>
            <Select id={id} value={name} onChange={setName} options={signals.map((signal) => ({ value: signal.name, label: signal.name }))} className="w-full" />
          </Field>
          <SignalBody key={name} name={name} schema={chosen.schema} reason={reason} onReason={setReason} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
}

function SignalBody({ name, schema, reason, onReason, onClose }: { name: string; schema: JsonObject; reason: string; onReason: (reason: string) => void; onClose: () => void }) {
  const t = useT();
  const { runId } = useRunView();
  const [by] = useMe();
  const id = useId();
  const form = useSchemaForm(schema);
  const send = useSendSignal(runId);
  return (
    <form
      className="space-y-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        const ready = form.submit();
        if (!ready) return;
        send.mutate({ name, ...(ready.value === undefined ? {} : { payload: ready.value }), ...(reason.trim() === '' ? {} : { reason: reason.trim() }), ...(by === '' ? {} : { by }) }, { onSuccess: () => { toast.ok(t('runs.signalSent', { name })); onClose(); } });
      }}
    >
      <SchemaForm form={form} allowJson />
      <ReasonField id={id} value={reason} onChange={onReason} />
      {send.error && <ErrorNote error={send.error} />}
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" busy={send.isPending}>{t('runs.sendSignal', { name })}</Button>
      </div>
    </form>
  );
}
