/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of what stands inside bubble up to here */
'use client';
import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { isJsonObject, partNode, type Definition, type Json, type JsonObject, type RunPart, type Workflow } from '@/engine/index.ts';
import { useStartDefinitionRun, useStartRun, useTemplates } from '../../data/hooks.ts';
import { newId } from '../../data/new-id.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { SchemaForm } from '../../ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '../../ui/schema-form/use-schema-form.ts';
import { Skeleton } from '../../ui/states.tsx';
import { Checkbox } from '../../ui/toggle.tsx';
import { entriesOf, entryAmong, entryToSend } from '../../workflows/entries.ts';
import { EntryField } from '../../workflows/entry-field.tsx';
import type { Checks } from '../checks/use-checks.ts';
import { nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import type { DraftSaver } from '../saving/draft-saver.ts';
import { definitionOf, useEditor } from '../store.ts';
import { optionsFor, useTestInput, useTestOptions, type KeptInput } from '../tests/test-options.ts';
import { FindingList } from './finding-list.tsx';
import { TestOptionsFields } from './test-options-fields.tsx';

type Props = { workflow: Workflow; saver: DraftSaver; checks: Checks; /** Null runs all of it. */ part: RunPart | null; onClose: () => void };

/** Runs what stands on the canvas, with an input that is remembered for the next try. */
export function RunDialog(props: Props) {
  const t = useDesignT();
  const definition = useEditor(definitionOf);
  const [kept, keep] = useTestInput(props.workflow.id);
  const templates = useTemplates(kept === null);
  const title = t('designer.runTitle');
  const [asked, setAsked] = useState(false);
  // What is wrong elsewhere does not keep a part from being run. What is found while the form is written in does not take it away: the server says so too.
  if (!asked && props.part === null && props.checks.errors.length > 0) {
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
  if (!asked) setAsked(true);
  const sample = templates.data?.items.find((template) => template.slug === props.workflow.slug)?.sampleInput;
  return <RunForm {...props} definition={definition} prefill={kept === null ? sample : kept.input} kept={kept} keep={keep} />;
}

function RunForm({ workflow, saver, definition, part, prefill, kept, keep, onClose }: Props & { definition: Definition; prefill: Json | undefined; kept: KeptInput | null; keep: (input: KeptInput) => void }) {
  const t = useDesignT();
  const router = useRouter();
  const kit = useKit();
  const { catalogue } = kit;
  const form = useSchemaForm(isJsonObject(definition.input) ? definition.input : ({} as JsonObject), prefill);
  const start = useStartRun();
  const startTest = useStartDefinitionRun();
  const entries = entriesOf(definition);
  const pinned = definition.nodes.filter((node) => node.ui?.pinned !== undefined).length;
  const [entry, setEntry] = useState(() => entryAmong(entries, kept?.entry));
  const [allOptions, setOptions] = useTestOptions(workflow.id);
  const testing = optionsFor(allOptions, definition, catalogue);
  const [usePinned, setUsePinned] = useState(pinned > 0);
  const [busy, setBusy] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  // Pressed twice is started once: the key lives as long as the dialog. The two ways to start ask for two different runs.
  const [idempotencyKey] = useState(newId);
  const error = start.error ?? startTest.error;

  async function submit(here = false): Promise<void> {
    const ready = form.submit();
    if (!ready || busy) return;
    const input = ready.value ?? null;
    const next: KeptInput = { input, ...entryToSend(entries, entry) };
    keep(next);
    if (part !== null) {
      onClose();
      return kit.runPart(part, next);
    }
    setBusy(true);
    const options = { ...next, idempotencyKey: here ? `${idempotencyKey}-here` : idempotencyKey };
    const test = { definition, workflow: workflow.id, usePinned, ...testing, ...options };
    if (here) {
      const run = await startTest.mutateAsync(test).catch(() => null);
      if (run === null) return setBusy(false);
      kit.state().watch(run.id);
      return onClose();
    }
    await saver.flush();
    const saved = saver.state.kind === 'saved';
    setUnsaved(!saved);
    // What is not run or not waited for makes it a test, which is of the document itself, and says so.
    const isTest = (pinned > 0 && usePinned) || testing.skipWaits || Object.keys(testing.decide).length > 0;
    const run = isTest ? await startTest.mutateAsync(test).catch(() => null) : saved ? await start.mutateAsync({ workflow: workflow.id, version: 'draft', ...options }).catch(() => null) : null;
    if (run) router.push(`/runs/${run.id}`);
    else setBusy(false);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={part === null ? t('designer.runTitle') : t('only' in part ? 'editor.partOnly' : 'editor.partUpTo', { name: nodeById(definition, partNode(part))?.name || partNode(part) })}
      description={t(part === null ? 'designer.runText' : 'designer.runPartText')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {part === null && <Button disabled={busy} onClick={() => void submit(true)} data-testid="run-here">{t('designer.runHere')}</Button>}
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
        <EntryField entries={entries} value={entry} onChange={setEntry} />
        <SchemaForm form={form} allowJson />
        {pinned > 0 && (
          <label className="flex items-center gap-2">
            <Checkbox checked={usePinned} onChange={setUsePinned} label={t('designer.usePinned', { count: pinned })} />
            <span aria-hidden>{t('designer.usePinned', { count: pinned })}</span>
          </label>
        )}
        <TestOptionsFields definition={definition} catalogue={catalogue} options={testing} onChange={setOptions} />
        {unsaved && <p role="alert" className="text-bad">{t('designer.notSavedYet')}</p>}
        {error && <ErrorNote error={error} />}
        <button type="submit" hidden aria-label={t('designer.runStart')} />
      </form>
    </Dialog>
  );
}
