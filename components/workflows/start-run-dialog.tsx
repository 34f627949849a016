'use client';
import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Definition, Json, JsonObject, Workflow } from '@/engine/index.ts';
import { useStartRun, useTemplates, useVersion, useWorkflow } from '../data/hooks.ts';
import { newId } from '../data/new-id.ts';
import { useT } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote, ErrorState } from '../ui/error-state.tsx';
import { SchemaForm } from '../ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '../ui/schema-form/use-schema-form.ts';
import { Skeleton } from '../ui/states.tsx';
import { entriesOf, entryAmong, entryToSend } from './entries.ts';
import { EntryField } from './entry-field.tsx';

const ANY_INPUT: JsonObject = {};

/** Asks for the input of a run, starts it and goes to it. */
export function StartRunDialog({ workflow, onClose }: { workflow: { slug: string; name: string; latestVersion: number | null } | null; onClose: () => void }) {
  return workflow === null ? null : <LoadDefinition key={workflow.slug} {...workflow} onClose={onClose} />;
}

function LoadDefinition({ slug, name, latestVersion, onClose }: { slug: string; name: string; latestVersion: number | null; onClose: () => void }) {
  const t = useT();
  const version = useVersion(slug, latestVersion);
  const draft = useWorkflow(latestVersion === null ? slug : null);
  const templates = useTemplates();
  const query = latestVersion === null ? draft : version;
  const definition: Workflow['definition'] | undefined = query.data?.definition;
  const sample = templates.data?.items.find((template) => template.slug === slug)?.sampleInput;
  const props = { title: t('workflows.startTitle', { name }), description: latestVersion === null ? t('workflows.startDraftHint') : t('workflows.startHint', { version: latestVersion }), onClose };
  // A form that stands is not taken away when what it was made of cannot be read again.
  if (query.error && !definition) {
    return (
      <Dialog open {...props}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Dialog>
    );
  }
  if (!definition || templates.isPending) {
    return (
      <Dialog open {...props}>
        <div role="status" aria-label={t('common.loading')} className="space-y-3">
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-full" />
        </div>
      </Dialog>
    );
  }
  return <StartForm slug={slug} definition={definition} sample={sample} {...props} />;
}

function StartForm({ slug, definition, sample, title, description, onClose }: { slug: string; definition: Definition; sample: Json | undefined; title: string; description: string; onClose: () => void }) {
  const t = useT();
  const router = useRouter();
  const form = useSchemaForm((definition.input as JsonObject | undefined) ?? ANY_INPUT, sample);
  const entries = entriesOf(definition);
  const [entry, setEntry] = useState(() => entryAmong(entries, null));
  const start = useStartRun();
  // Pressed twice is started once: the key lives as long as the dialog.
  const [idempotencyKey] = useState(newId);

  function submit(): void {
    const ready = form.submit();
    if (!ready) return;
    start.mutate({ workflow: slug, input: ready.value ?? null, ...entryToSend(entries, entry), idempotencyKey }, { onSuccess: (run) => router.push(`/runs/${run.id}`) });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" icon={<Play aria-hidden />} busy={start.isPending || start.isSuccess} onClick={submit}>
            {t('workflows.startButton')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="space-y-4"
      >
        <EntryField entries={entries} value={entry} onChange={setEntry} />
        <SchemaForm form={form} allowJson />
        {start.error && <ErrorNote error={start.error} />}
        <button type="submit" hidden aria-label={t('workflows.startButton')} />
      </form>
    </Dialog>
  );
}
