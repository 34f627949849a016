'use client';
import { CalendarClock, Copy, Download, FolderPen, List, PencilRuler, Play, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import type { WorkflowSummary } from '@/engine/index.ts';
import { api } from '../data/api.ts';
import { useCreateWorkflow, useDeleteWorkflow } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import type { MenuItems } from '../ui/menu.tsx';
import { TriggersDialog } from '../triggers/triggers-dialog.tsx';
import { toast } from '../ui/toast.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { saveFile } from './save-file.ts';
import { StartRunDialog } from './start-run-dialog.tsx';

type Open = { kind: 'edit' | 'delete' | 'start' | 'triggers'; workflow: WorkflowSummary } | null;

/** What can be done with one workflow of the list: its menu, and the dialogs behind it. */
export function useWorkflowActions(folders: readonly string[]): { itemsOf: (workflow: WorkflowSummary) => MenuItems; start: (workflow: WorkflowSummary) => void; triggers: (workflow: WorkflowSummary) => void; dialogs: ReactNode } {
  const t = useT();
  const router = useRouter();
  const create = useCreateWorkflow();
  const remove = useDeleteWorkflow();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);

  async function duplicate(workflow: WorkflowSummary): Promise<void> {
    try {
      const { definition, folder, tags } = await api.workflows.get(workflow.id);
      const copy = await create.mutateAsync({ definition: { ...definition, name: t('workflows.copyOf', { name: definition.name }) }, folder, tags });
      toast.ok(t('workflows.created', { name: copy.name }), { label: t('common.open'), onSelect: () => router.push(`/workflows/${copy.slug}`) });
    } catch (error) {
      toast.error(error);
    }
  }
  async function exportJson(workflow: WorkflowSummary): Promise<void> {
    try {
      const { definition } = await api.workflows.get(workflow.id);
      saveFile(`${workflow.slug}.json`, JSON.stringify(definition, null, 2));
    } catch (error) {
      toast.error(error);
    }
  }

  return {
    start: (workflow) => setOpen({ kind: 'start', workflow }),
    triggers: (workflow) => setOpen({ kind: 'triggers', workflow }),
    itemsOf: (workflow) => [
      { label: t('common.open'), icon: <PencilRuler aria-hidden />, onSelect: () => router.push(`/workflows/${workflow.slug}`) },
      { label: t('workflows.start'), icon: <Play aria-hidden />, onSelect: () => setOpen({ kind: 'start', workflow }) },
      { label: t('workflows.showRuns'), icon: <List aria-hidden />, onSelect: () => router.push(`/runs?workflow=${encodeURIComponent(workflow.slug)}`) },
      { label: t('triggers.menu'), icon: <CalendarClock aria-hidden />, onSelect: () => setOpen({ kind: 'triggers', workflow }) },
      null,
      { label: t('workflows.renameMenu'), icon: <FolderPen aria-hidden />, onSelect: () => setOpen({ kind: 'edit', workflow }) },
      { label: t('common.duplicate'), icon: <Copy aria-hidden />, onSelect: () => void duplicate(workflow) },
      { label: t('workflows.exportJson'), icon: <Download aria-hidden />, onSelect: () => void exportJson(workflow) },
      null,
      { label: t('common.delete'), icon: <Trash2 aria-hidden />, danger: true, onSelect: () => setOpen({ kind: 'delete', workflow }) },
    ],
    dialogs: (
      <>
        {open?.kind === 'edit' && <EditDialog workflow={open.workflow} folders={folders} onClose={close} />}
        {open?.kind === 'triggers' && <TriggersDialog workflow={open.workflow} onClose={close} />}
        <StartRunDialog workflow={open?.kind === 'start' ? open.workflow : null} onClose={close} />
        <ConfirmDialog
          open={open?.kind === 'delete'}
          onClose={close}
          danger
          title={t('workflows.deleteTitle', { name: open?.workflow.name ?? '' })}
          consequence={t('workflows.deleteConsequence')}
          confirmLabel={t('workflows.deleteButton')}
          onConfirm={async () => {
            const workflow = open!.workflow;
            await remove.mutateAsync(workflow.id);
            toast.ok(t('workflows.deleted', { name: workflow.name }));
          }}
        />
      </>
    ),
  };
}
