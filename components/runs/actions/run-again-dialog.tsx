'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useStartDefinitionRun, useStartRun, useVersion, useWholeValue, useWorkflow } from '@/components/data/hooks.ts';
import { newId } from '@/components/data/new-id.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { SchemaForm } from '@/components/ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '@/components/ui/schema-form/use-schema-form.ts';
import { Skeleton } from '@/components/ui/states.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { entriesOf, entryAmong, entryToSend } from '@/components/workflows/entries.ts';
import { EntryField } from '@/components/workflows/entry-field.tsx';
import { isJsonObject, type Definition, type Json, type JsonObject } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';

/** A new run with the input of this one, as it is or changed; of the same version or of the latest. */
export function RunAgainDialog(props: { definition: Definition; onClose: () => void }) {
  const t = useT();
  const { runId, live } = useRunView();
  const input = useWholeValue(runId, live.state.input);
  if (input.data !== undefined) return <AgainForm {...props} input={input.data} />;
  return (
    <Dialog open onClose={props.onClose} title={t('runs.runAgainTitle')} description={t('runs.againMeans')} footer={<Button onClick={props.onClose}>{t('common.cancel')}</Button>}>
      {input.error ? <ErrorNote error={input.error} /> : <div role="status" aria-label={t('common.loading')}><Skeleton className="h-24 w-full" /></div>}
    </Dialog>
  );
}

/** The definition of the latest version; undefined until it is there. */
function useLatest(workflow: string | null): Definition | undefined {
  const number = useWorkflow(workflow).data?.latestVersion ?? null;
  return useVersion(workflow, number).data?.definition;
}

function AgainForm({ definition, input: given, onClose }: { definition: Definition; input: Json; onClose: () => void }) {
  const t = useT();
  const router = useRouter();
  const { run, live } = useRunView();
  const workflow = run.workflow.slug ?? run.workflow.id;
  const saved = workflow !== null && run.version !== null;
  const [version, setVersion] = useState<'same' | 'latest'>('same');
  const form = useSchemaForm(isJsonObject(definition.input) ? definition.input : ({} as JsonObject), given);
  // The latest version may have other starts than the one that ran.
  const latest = useLatest(saved && version === 'latest' ? workflow : null);
  const entries = entriesOf(version === 'latest' ? (latest ?? definition) : definition);
  const [chosen, setChosen] = useState(live.state.entry);
  const entry = entryAmong(entries, chosen);
  // Pressed twice is started once: the key lives as long as the dialog. Of another version another run is asked for.
  const [idempotencyKey] = useState(newId);
  const start = useStartRun();
  const startUnsaved = useStartDefinitionRun();
  const error = start.error ?? startUnsaved.error;

  function send(): void {
    const ready = form.submit();
    if (!ready) return;
    const input = { ...(ready.value === undefined ? {} : { input: ready.value }), ...entryToSend(entries, entry), idempotencyKey: `${idempotencyKey}-${version}` };
    const onSuccess = (next: { id: string }): void => {
      onClose();
      router.push(`/runs/${next.id}`);
    };
    if (saved) start.mutate({ workflow, version: version === 'same' ? run.version! : 'latest', ...input }, { onSuccess });
    else startUnsaved.mutate({ definition, ...(workflow === null ? {} : { workflow }), ...input }, { onSuccess });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('runs.runAgainTitle')}
      description={t('runs.againMeans')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={start.isPending || startUnsaved.isPending} onClick={send} data-testid="start-again">{t('runs.start')}</Button>
        </>
      }
    >
      <div className="space-y-3.5">
        {saved && <Segmented label={t('runs.version')} value={version} onChange={setVersion} options={[{ value: 'same', label: t('runs.sameVersion', { version: run.version! }) }, { value: 'latest', label: t('runs.latestVersion') }]} />}
        <EntryField entries={entries} value={entry} onChange={setChosen} />
        <SchemaForm form={form} allowJson />
        {error && <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}
