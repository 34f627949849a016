/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of what stands inside bubble up to here */
'use client';
import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { isJsonObject, type Definition, type Json, type JsonObject, type Workflow } from '@/engine/index.ts';
import { useStartDefinitionRun, useStartRun, useTemplates } from '../../data/hooks.ts';
import { useT } from '../../i18n/use-t.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { SchemaForm } from '../../ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '../../ui/schema-form/use-schema-form.ts';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { Checkbox } from '../../ui/toggle.tsx';
import { useStored } from '../../ui/use-stored.ts';
import type { Checks } from '../checks/use-checks.ts';
import { useKit } from '../kit.ts';
import type { DraftSaver } from '../saving/draft-saver.ts';
import { definitionOf, useEditor } from '../store.ts';
import { FindingList } from './finding-list.tsx';

type Props = { workflow: Workflow; saver: DraftSaver; checks: Checks; onClose: () => void };
const isKept = (value: unknown): value is { input: Json } | null => value === null || (typeof value === 'object' && 'input' in value);

/** Runs what stands on the canvas, with an input that is remembered for the next try. */
export function RunDialog(props: Props) {
  const t = useT();
  const definition = useEditor(definitionOf);
  const [kept, keep] = useStored<{ input: Json } | null>(`test-input.${props.workflow.id}`, null, isKept);
  const templates = useTemplates(kept === null);
  const title = t('designer.runTitle');
  if (props.checks.errors.length > 0) {
    return (
      <Dialog open onClose={props.onClose} size="sm" title={title} description={t('designer.runBlocked', { count: props.checks.errors.length })} footer={<Button onClick={props.onClose}>{t('common.close')}</Button>}>
        <div className="-mx-1 overflow-hidden rounded-md border border-line"><FindingList findings={props.checks.errors} onGo={props.onClose} /></div>
      </Dialog>
    );
  }
  if (kept === null && templates.isPending) {
    return (
      <Dialog open onClose={props.onClose} title={title} description={t('designer.runText')}>
        <div role="status" aria-label={t('common.loading')} className="space-y-3"><Skeleton className="h-4 w-32" /><Skeleton className="h-8 w-full" /></div>
      </Dialog>
    );
  }
  const sample = templates.data?.items.find((template) => template.slug === props.workflow.slug)?.sampleInput;
  return <RunForm {...props} definition={definition} prefill={kept === null ? sample : kept.input} keep={(input) => keep({ input })} />;
}

function RunForm({ workflow, saver, definition, prefill, keep, onClose }: Props & { definition: Definition; prefill: Json | undefined; keep: (input: Json) => void }) {
  const t = useT();
  const router = useRouter();
  const { catalogue } = useKit();
  const form = useSchemaForm(isJsonObject(definition.input) ? definition.input : ({} as JsonObject), prefill);
  const start = useStartRun();
  const startPinned = useStartDefinitionRun();
  const starts = definition.nodes.filter((node) => catalogue.get(node.type)?.kind === 'start' && !node.disabled);
  const pinned = definition.nodes.filter((node) => node.ui?.pinned !== undefined).length;
  const [entry, setEntry] = useState(starts[0]?.id ?? '');
  const [usePinned, setUsePinned] = useState(pinned > 0);
  const [busy, setBusy] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  // Pressed twice is started once: the key lives as long as the dialog.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const error = start.error ?? startPinned.error;

  async function submit(): Promise<void> {
    const ready = form.submit();
    if (!ready || busy) return;
    setBusy(true);
    const input = ready.value ?? null;
    keep(input);
    await saver.flush();
    const options = { input, idempotencyKey, ...(starts.length > 1 ? { entry } : {}) };
    const saved = saver.state.kind === 'saved';
    setUnsaved(!saved);
    // Pinned data is only used by a run of the document itself; such a run is a test and says so.
    const run = pinned > 0 && usePinned ? await startPinned.mutateAsync({ definition, workflow: workflow.id, usePinned: true, ...options }).catch(() => null) : saved ? await start.mutateAsync({ workflow: workflow.id, version: 'draft', ...options }).catch(() => null) : null;
    if (run) router.push(`/runs/${run.id}`);
    else setBusy(false);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('designer.runTitle')}
      description={t('designer.runText')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" icon={<Play aria-hidden />} busy={busy} onClick={() => void submit()} data-testid="run-start">{t('designer.runStart')}</Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          event.stopPropagation();
          void submit();
        }}
      >
        {starts.length > 1 && (
          <label className="block space-y-1.5">
            <span className="font-medium">{t('designer.runEntry')}</span>
            <Select value={entry} onChange={setEntry} label={t('designer.runEntry')} options={starts.map((node) => ({ value: node.id, label: node.name || node.id }))} />
          </label>
        )}
        <SchemaForm form={form} allowJson />
        {pinned > 0 && (
          <label className="flex items-center gap-2">
            <Checkbox checked={usePinned} onChange={setUsePinned} label={t('designer.usePinned', { count: pinned })} />
            <span aria-hidden>{t('designer.usePinned', { count: pinned })}</span>
          </label>
        )}
        {unsaved && <p role="alert" className="text-bad">{t('designer.notSavedYet')}</p>}
        {error && <ErrorNote error={error} />}
        <button type="submit" hidden aria-label={t('designer.runStart')} />
      </form>
    </Dialog>
  );
}
