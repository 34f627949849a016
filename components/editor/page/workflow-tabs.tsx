'use client';
import Link from 'next/link';
import { useT } from '../../i18n/use-t.tsx';
import { BarTabs, barTab } from '../../shell/page.tsx';

/** Editor, runs and versions of one workflow. */
export function WorkflowTabs({ slug, on }: { slug: string; on: 'editor' | 'versions' }) {
  const t = useT();
  const here = (place: 'editor' | 'versions') => ({ className: barTab(on === place), 'aria-current': on === place ? ('page' as const) : undefined });
  return (
    <div className="hidden md:block">
      <BarTabs label={t('designer.places')}>
        <Link href={`/workflows/${slug}`} {...here('editor')}>{t('designer.editor')}</Link>
        <Link href={`/runs?workflow=${encodeURIComponent(slug)}`} className={barTab(false)}>{t('designer.runs')}</Link>
        <Link href={`/workflows/${slug}/versions`} {...here('versions')}>{t('designer.versions')}</Link>
      </BarTabs>
    </div>
  );
}

export function Crumb() {
  const t = useT();
  return <><Link href="/workflows" className="hover:text-ink">{t('shell.workflows')}</Link> /</>;
}
