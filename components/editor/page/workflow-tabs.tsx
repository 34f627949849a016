'use client';
import Link from 'next/link';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { BarTabs, barTab } from '../../shell/page.tsx';

/** Editor, runs and versions of one workflow. */
export function WorkflowTabs({ slug, on }: { slug: string; on: 'editor' | 'versions' }) {
  const t = useDesignT();
  const here = (place: 'editor' | 'versions') => ({ className: barTab(on === place), 'aria-current': on === place ? ('page' as const) : undefined });
  return (
    <div className="hidden md:block">
      <BarTabs label={t('designer.places')}>
        <Link href={`/workflows/${slug}`} {...here('editor')}>{t('workflows.editor')}</Link>
        <Link href={`/runs?workflow=${encodeURIComponent(slug)}`} className={barTab(false)}>{t('designer.runs')}</Link>
        <Link href={`/workflows/${slug}/versions`} {...here('versions')}>{t('workflows.versions')}</Link>
      </BarTabs>
    </div>
  );
}

export function Crumb() {
  const t = useDesignT();
  return <><Link href="/workflows" className="hover:text-ink">{t('shell.workflows')}</Link> /</>;
}
