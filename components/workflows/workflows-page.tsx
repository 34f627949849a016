'use client';
import { ChevronDown, Ellipsis, FilePlus2, LayoutTemplate, Layers, Play, Plus, SearchX, Upload } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useState, type ReactNode } from 'react';
import type { WorkflowSummary } from '@/engine/index.ts';
import { useCreateWorkflow, useWorkflowChoices, useWorkflows } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { Main, TopBar } from '../shell/page.tsx';
import { useDebounced } from '../shell/use-debounced.ts';
import { useUrlState } from '../shell/use-url-state.ts';
import { Pill, Tag } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { SearchInput } from '../ui/input.tsx';
import { Menu } from '../ui/menu.tsx';
import { Select } from '../ui/select.tsx';
import { EmptyState, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { TriggerChips } from '../triggers/trigger-chips.tsx';
import { useTriggers } from '../triggers/use-triggers.ts';
import { LastRuns } from './last-runs.tsx';
import { ChoicesNote } from './choices-note.tsx';
import { blankDefinition } from './new-definition.ts';
import { TemplateGallery } from './template-gallery.tsx';
import { useWorkflowActions } from './use-workflow-actions.tsx';

export function WorkflowsPage() {
  const t = useT();
  const router = useRouter();
  const [filter, setFilter] = useUrlState(['q', 'folder', 'tag']);
  const q = useDebounced(filter.q);
  const list = useWorkflows({ limit: 100, ...(q ? { q } : {}), ...(filter.folder ? { folder: filter.folder } : {}), ...(filter.tag ? { tag: filter.tag } : {}) });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const choices = useWorkflowChoices();
  const known = choices.items.length > 0 ? choices.items : rows;
  const folders = useMemo(() => [...new Set(known.flatMap((workflow) => (workflow.folder ? [workflow.folder] : [])))].sort(), [known]);
  const tags = useMemo(() => [...new Set(known.flatMap((workflow) => workflow.tags))].sort(), [known]);
  const actions = useWorkflowActions(folders);
  const create = useCreateWorkflow();
  const [gallery, setGallery] = useState(false);
  const [files, setFiles] = useState<readonly File[] | null>(null);
  const filtered = filter.q !== '' || filter.folder !== '' || filter.tag !== '';

  function newBlank(): void {
    create.mutate({ definition: blankDefinition(t('workflows.untitled'), t('workflows.startName'), t('workflows.endName')) }, { onSuccess: (workflow) => router.push(`/workflows/${workflow.slug}`), onError: (error) => toast.error(error) });
  }
  const { data: triggers } = useTriggers(null);
  const chips = (workflow: WorkflowSummary): ReactNode => <TriggerChips triggers={triggers?.filter((trigger) => trigger.workflow.id === workflow.id) ?? []} onOpen={() => actions.triggers(workflow)} />;
  const columns = useColumns(actions, chips, filter.tag, (tag) => setFilter({ tag: filter.tag === tag ? '' : tag }));
  const makers = (
    <>
      <Button icon={<LayoutTemplate aria-hidden />} onClick={() => setGallery(true)}>
        {t('workflows.templates')}
      </Button>
      <Button icon={<FilePlus2 aria-hidden />} variant="primary" busy={create.isPending} onClick={newBlank}>
        {t('workflows.blank')}
      </Button>
    </>
  );

  return (
    <>
      <TopBar title={t('workflows.title')}>
        <SearchInput value={filter.q} onChange={(value) => setFilter({ q: value })} label={t('workflows.search')} clearLabel={t('common.clear')} className="hidden w-60 sm:block" />
        <Menu
          items={[
            { label: t('workflows.blank'), icon: <FilePlus2 aria-hidden />, onSelect: newBlank },
            { label: t('workflows.fromTemplate'), icon: <LayoutTemplate aria-hidden />, onSelect: () => setGallery(true) },
            { label: t('workflows.import'), icon: <Upload aria-hidden />, onSelect: () => setFiles([]) },
          ]}
        >
          <Button variant="primary" icon={<Plus aria-hidden />} busy={create.isPending}>
            {t('workflows.new')}
            <ChevronDown className="-mr-1" aria-hidden />
          </Button>
        </Menu>
      </TopBar>
      <Main>
        <div
          className="mx-auto max-w-[1180px] px-4 py-5 sm:px-8 sm:py-7"
          onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
          onDrop={(event) => {
            if (event.dataTransfer.files.length === 0) return;
            event.preventDefault();
            setFiles([...event.dataTransfer.files]);
          }}
        >
          <div className="mb-3 flex flex-wrap items-center gap-2">
            <SearchInput value={filter.q} onChange={(value) => setFilter({ q: value })} label={t('workflows.search')} clearLabel={t('common.clear')} className="w-full sm:hidden" />
            {folders.length > 0 && <Select size="sm" label={t('workflows.folder')} value={filter.folder} onChange={(folder) => setFilter({ folder })} options={[{ value: '', label: t('workflows.allFolders') }, ...folders.map((folder) => ({ value: folder, label: folder }))]} />}
            {tags.map((tag) => (
              <Tag key={tag} active={filter.tag === tag} onClick={() => setFilter({ tag: filter.tag === tag ? '' : tag })}>
                {tag}
              </Tag>
            ))}
            {filtered && (
              <Button size="sm" variant="ghost" onClick={() => setFilter({ q: '', folder: '', tag: '' })}>
                {t('workflows.clearFilters')}
              </Button>
            )}
            {/* A list that is not there says so itself. */}
            {rows.length > 0 && <ChoicesNote choices={choices} className="basis-full" />}
          </div>
          <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-card [&_[role=rowgroup]:last-child>[role=row]:last-child]:border-b-0">
            {list.isPending ? (
              <SkeletonRows rows={8} label={t('common.loading')} />
            ) : list.error && rows.length === 0 ? (
              <ErrorState error={list.error} onRetry={() => void list.refetch()} />
            ) : rows.length === 0 ? (
              filtered ? (
                <EmptyState icon={<SearchX aria-hidden />} title={t('workflows.nothingFound')} actions={<Button onClick={() => setFilter({ q: '', folder: '', tag: '' })}>{t('workflows.clearFilters')}</Button>}>
                  {t('workflows.nothingFoundText')}
                </EmptyState>
              ) : (
                <EmptyState icon={<Layers aria-hidden />} title={t('workflows.emptyTitle')} actions={makers}>
                  {t('workflows.emptyText')}
                </EmptyState>
              )
            ) : (
              <DataTable label={t('workflows.title')} columns={columns} rows={rows} rowId={(row) => row.id} onOpen={(row) => router.push(`/workflows/${row.slug}`)} compact={(row) => <CompactRow workflow={row} actions={actions} chips={chips(row)} />} />
            )}
          </div>
          <LoadMore list={list} className="mt-4 text-center" />
        </div>
      </Main>
      <TemplateGallery open={gallery} onClose={() => setGallery(false)} />
      {files !== null && <ImportDialog initial={files} onClose={() => setFiles(null)} />}
      {actions.dialogs}
    </>
  );
}

type Actions = ReturnType<typeof useWorkflowActions>;

function useColumns(actions: Actions, chips: (workflow: WorkflowSummary) => ReactNode, activeTag: string, onTag: (tag: string) => void): Column<WorkflowSummary>[] {
  const t = useT();
  return [
    {
      id: 'name',
      header: t('workflows.columnName'),
      width: 'minmax(0, 1fr)',
      cell: (row) => (
        <div className="py-1">
          <div className="flex items-center gap-2">
            <Link href={`/workflows/${row.slug}`} className="truncate font-medium hover:underline">
              {row.name}
            </Link>
            {chips(row)}
            {row.folder && <span className="truncate text-xs text-ink-3">{row.folder}</span>}
            {row.tags.map((tag) => (
              <Tag key={tag} active={activeTag === tag} onClick={() => onTag(tag)}>
                {tag}
              </Tag>
            ))}
          </div>
          <p className="truncate text-sm text-ink-3">{row.description || t('workflows.steps', { count: row.nodeCount })}</p>
        </div>
      ),
    },
    { id: 'version', header: t('workflows.columnVersion'), width: '172px', cell: (row) => <VersionState workflow={row} /> },
    { id: 'runs', header: t('workflows.columnRuns'), width: '210px', cell: (row) => <LastRuns runs={row.lastRuns} /> },
    { id: 'changed', header: t('workflows.columnChanged'), width: '92px', from: 'lg', cell: (row) => <Time at={row.updatedAt} className="text-ink-3" /> },
    {
      id: 'actions',
      header: <span className="sr-only">{t('workflows.columnActions')}</span>,
      width: '64px',
      align: 'right',
      cell: (row) => <RowActions workflow={row} actions={actions} />,
    },
  ];
}

function RowActions({ workflow, actions }: { workflow: WorkflowSummary; actions: Actions }) {
  const t = useT();
  return (
    <span className="inline-flex">
      <IconButton size="sm" label={t('workflows.start')} onClick={() => actions.start(workflow)}>
        <Play aria-hidden />
      </IconButton>
      <Menu items={actions.itemsOf(workflow)}>
        <button type="button" aria-label={`${t('common.moreActions')}: ${workflow.name}`} className="grid size-[26px] place-items-center rounded-[7px] text-ink-2 hover:bg-hover hover:text-ink">
          <Ellipsis className="size-4" aria-hidden />
        </button>
      </Menu>
    </span>
  );
}

function VersionState({ workflow }: { workflow: WorkflowSummary }) {
  const t = useT();
  if (workflow.latestVersion === null) return <Pill>{t('workflows.notPublished')}</Pill>;
  return (
    <span className="flex items-center gap-2">
      <span className="tabular whitespace-nowrap">{t('workflows.version', { version: workflow.latestVersion })}</span>
      {workflow.hasUnpublishedChanges && <span className="truncate text-xs text-ink-3">{t('workflows.unpublished')}</span>}
    </span>
  );
}

function CompactRow({ workflow, actions, chips }: { workflow: WorkflowSummary; actions: Actions; chips: ReactNode }) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Link href={`/workflows/${workflow.slug}`} className="block truncate font-medium">
          {workflow.name}
        </Link>
        <p className="truncate text-sm text-ink-3">{workflow.description}</p>
        <div className="mt-1.5 flex items-center gap-3">
          <VersionState workflow={workflow} />
          {chips}
          <LastRuns runs={workflow.lastRuns} />
        </div>
      </div>
      <RowActions workflow={workflow} actions={actions} />
    </div>
  );
}
