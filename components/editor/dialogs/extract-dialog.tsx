'use client';
import { useQueryClient } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { extractWorkflow, type Extraction } from '@/engine/index.ts';
import { api } from '../../data/api.ts';
import { keys } from '../../data/query-keys.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { Input } from '../../ui/input.tsx';
import { toast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useKit } from '../kit.ts';
import { definitionOf, selectionOf, useEditor } from '../store.ts';
import { ExtractedWorkflow } from './extracted-workflow.ts';

/** A selection becomes a workflow of its own: its name, and what it will be given and give. */
export function ExtractDialog({ onClose }: { onClose: () => void }) {
  const t = useDesignT();
  const kit = useKit();
  const client = useQueryClient();
  const id = useId();
  const definition = useEditor(definitionOf);
  const selection = useEditor(selectionOf);
  const [name, setName] = useState(() => t('editor.extractName', { name: definition.name }));
  const [extracted] = useState(() => new ExtractedWorkflow(api.workflows));
  const { busy, error, run } = useAction();
  const planned = useMemo(() => extractWorkflow(definition, kit.catalogue, selection, { name: name.trim() || 'Sub-workflow', workflow: 'new' }), [definition, kit.catalogue, selection, name]);

  async function make(): Promise<void> {
    if (!planned.ok || name.trim() === '') return;
    await run(async () => {
      // A run takes a published version of what it starts.
      const made = await extracted.publish(planned.extraction.sub);
      void client.invalidateQueries({ queryKey: keys.workflows.all });
      const { slug } = made;
      kit.state().do('editor.cmdExtract', (input) => {
        const now = extractWorkflow(input, kit.catalogue, selection, { name: name.trim(), workflow: slug });
        return now.ok ? { definition: now.extraction.definition, select: [now.extraction.child] } : { definition: input };
      });
      toast.ok(t('editor.extracted', { name: made.name }));
      onClose();
    });
  }

  function close(): void {
    if (busy) return;
    const { left } = extracted;
    if (left !== null) extracted.discard().catch((problem: unknown) => toast.error(problem, t('editor.extractLeft', { name: left }))).finally(() => void client.invalidateQueries({ queryKey: keys.workflows.all }));
    onClose();
  }

  return (
    <Dialog
      open
      size="md"
      onClose={close}
      title={t('editor.extractTitle')}
      description={t('editor.extractText')}
      footer={
        <>
          <Button onClick={close} disabled={busy}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={!planned.ok || name.trim() === ''} onClick={() => void make()} data-testid="extract-confirm">{t('editor.extractDo')}</Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <div className="space-y-1.5">
          <label htmlFor={id} className="block font-medium">{t('common.name')}</label>
          <Input id={id} value={name} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
        </div>
        {planned.ok && <Handed extraction={planned.extraction} />}
        {error !== null && <ErrorNote error={error} />}
      </form>
    </Dialog>
  );
}

/** What crosses the border, and what it was called before. */
function Handed({ extraction }: { extraction: Extraction }) {
  const t = useDesignT();
  return (
    <div className="grid gap-4 sm:grid-cols-2" data-testid="extract-plan">
      <List title={t('editor.extractInputs')} none={t('editor.extractNoInputs')} rows={Object.entries(extraction.inputs).map(([name, source]) => [source, name])} />
      <List title={t('editor.extractOutputs')} none={t('editor.extractNoOutputs')} rows={Object.entries(extraction.outputs).map(([name, source]) => [source, name === '' ? t('editor.extractWhole') : name])} />
    </div>
  );
}

function List({ title, none, rows }: { title: string; none: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 font-medium">{title}</h3>
      {rows.length === 0 ? <p className="text-sm text-ink-3">{none}</p> : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {rows.map(([source, name]) => (
            <li key={source} className="flex min-h-8 items-center gap-1.5 px-2.5 font-mono text-sm">
              <span className="min-w-0 truncate text-ink-2" title={source}>{source}</span>
              <ArrowRight className="size-3.5 shrink-0 text-ink-3" aria-hidden />
              <span className="min-w-0 flex-1 truncate" title={name}>{name}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
