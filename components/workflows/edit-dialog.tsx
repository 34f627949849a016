'use client';
import { useId, useState } from 'react';
import type { WorkflowSummary } from '@/engine/index.ts';
import { useEditWorkflow } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-state.tsx';
import { Field, Input } from '../ui/input.tsx';

/** `a, b,, a` → `["a", "b"]` */
export function readTags(text: string): string[] {
  return [...new Set(text.split(/[,，]/).map((tag) => tag.trim()).filter(Boolean))].slice(0, 20);
}

/** Name, folder and tags of a workflow. */
export function EditDialog({ workflow, folders, onClose }: { workflow: WorkflowSummary; folders: readonly string[]; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const edit = useEditWorkflow();
  const [name, setName] = useState(workflow.name);
  const [folder, setFolder] = useState(workflow.folder ?? '');
  const [tags, setTags] = useState(workflow.tags.join(', '));
  const ready = name.trim() !== '';

  function submit(): void {
    if (!ready) return;
    edit.mutate({ id: workflow.id, change: ({ definition }) => ({ definition: { ...definition, name: name.trim() }, folder: folder.trim() || null, tags: readTags(tags) }) }, { onSuccess: onClose });
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={t('workflows.renameTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={!ready} busy={edit.isPending} onClick={submit}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        className="space-y-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field id={`${id}-name`} label={t('common.name')} required requiredLabel={t('common.required')}>
          <Input id={`${id}-name`} value={name} maxLength={200} data-autofocus onChange={(event) => setName(event.target.value)} aria-invalid={!ready || undefined} />
        </Field>
        <Field id={`${id}-folder`} label={t('workflows.folder')} hint={t('workflows.folderHint')}>
          <Input id={`${id}-folder`} value={folder} maxLength={200} list={`${id}-folders`} onChange={(event) => setFolder(event.target.value)} />
          <datalist id={`${id}-folders`}>
            {folders.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </datalist>
        </Field>
        <Field id={`${id}-tags`} label={t('workflows.tags')} hint={t('workflows.tagsHint')}>
          <Input id={`${id}-tags`} value={tags} onChange={(event) => setTags(event.target.value)} />
        </Field>
        {edit.error && <ErrorNote error={edit.error} />}
        <button type="submit" hidden aria-label={t('common.save')} />
      </form>
    </Dialog>
  );
}
