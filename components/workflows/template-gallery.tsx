'use client';
import { LayoutTemplate } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { WorkflowTemplate } from '@/engine/index.ts';
import { useCreateWorkflow, useTemplates } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote, ErrorState } from '../ui/error-state.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { EmptyState, SkeletonRows } from '../ui/states.tsx';
import { MiniatureView } from './miniature-view.tsx';

/** Every template with a drawing of it; the one that is chosen becomes a workflow. */
export function TemplateGallery({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT();
  const templates = useTemplates(open);
  const [slug, setSlug] = useState<string | null>(null);
  const items = templates.data?.items ?? [];
  const chosen = items.find((template) => template.slug === slug) ?? items[0];
  return (
    <Dialog open={open} onClose={onClose} size="xl" bare title={t('workflows.templates')} description={t('workflows.templatesHint')}>
      {templates.error ? (
        <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
      ) : templates.isPending ? (
        <SkeletonRows rows={5} label={t('common.loading')} />
      ) : !chosen ? (
        <EmptyState icon={<LayoutTemplate aria-hidden />} title={t('workflows.noTemplates')} />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col border-t border-line sm:flex-row">
          <ul className="flex shrink-0 gap-0 overflow-auto border-line max-sm:border-b sm:w-[290px] sm:flex-col sm:border-r">
            {items.map((template) => (
              <li key={template.slug} className="max-sm:shrink-0">
                <button type="button" aria-pressed={template === chosen} onClick={() => setSlug(template.slug)} className={cx('w-full border-line px-4 py-2.5 text-left outline-offset-[-2px] sm:border-b', template === chosen ? 'bg-accent-soft' : 'hover:bg-hover')}>
                  <span className="block font-medium">{template.name}</span>
                  <span className="line-clamp-2 text-sm text-ink-3 max-sm:hidden">{template.description}</span>
                </button>
              </li>
            ))}
          </ul>
          <TemplateDetail key={chosen.slug} template={chosen} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
}

function TemplateDetail({ template, onClose }: { template: WorkflowTemplate; onClose: () => void }) {
  const t = useT();
  const router = useRouter();
  const create = useCreateWorkflow();
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-5">
        <MiniatureView definition={template.definition} className="h-56 w-full" />
        <div>
          <h3 className="text-lg font-semibold">{template.name}</h3>
          <p className="text-ink-3">{t('workflows.steps', { count: template.definition.nodes.length })}</p>
        </div>
        <Markdown text={template.page || template.description} />
        <div>
          <h4 className="mb-1.5 font-medium">{t('workflows.sampleInput')}</h4>
          <JsonView value={template.sampleInput} />
        </div>
        {create.error && <ErrorNote error={create.error} />}
      </div>
      <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" busy={create.isPending || create.isSuccess} onClick={() => create.mutate({ definition: template.definition }, { onSuccess: (workflow) => router.push(`/workflows/${workflow.slug}`) })}>
          {t('workflows.useTemplate')}
        </Button>
      </div>
    </div>
  );
}
