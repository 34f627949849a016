'use client';
import { RotateCw } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Workflow } from '@/engine/index.ts';
import { useBackTest } from '../../data/hooks.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import type { Checks } from '../checks/use-checks.ts';
import { FindingList } from '../dialogs/finding-list.tsx';
import { nodeById } from '../document/graph.ts';
import type { DraftSaver } from '../saving/draft-saver.ts';
import { definitionOf, useEditor } from '../store.ts';
import { BackTestResult } from './back-test-result.tsx';

/** Versions that runs can be narrowed to, newest first. */
const VERSIONS = 50;

/** What past runs would have done under what stands on the canvas. */
export function BackTestDialog({ workflow, saver, checks, onClose }: { workflow: Workflow; saver: DraftSaver; checks: Checks; onClose: () => void }) {
  const t = useDesignT();
  const definition = useEditor(definitionOf);
  const nameOf = useMemo(() => (path: string): string => {
    const id = path.slice(path.lastIndexOf('/') + 1);
    const name = nodeById(definition, id)?.name || id;
    return path === id ? name : `${path.slice(0, path.length - id.length)}${name}`;
  }, [definition]);
  // The server tests the draft that it has, so it gets this one first.
  const [revision, setRevision] = useState<number | null>(null);
  const [unsaved, setUnsaved] = useState(false);
  const [of, setOf] = useState('all');
  const blocked = checks.errors.length > 0;
  useEffect(() => {
    let here = true;
    void saver.flush().then(() => {
      if (!here) return;
      if (saver.state.kind === 'saved') setRevision(saver.savedRevision);
      else setUnsaved(true);
    });
    return () => void (here = false);
  }, [saver]);
  const test = useBackTest(workflow.id, blocked ? null : revision, of === 'all' ? null : Number(of));
  const latest = workflow.latestVersion ?? 0;
  const versions = Array.from({ length: Math.min(VERSIONS, latest) }, (_, index) => String(latest - index));

  const footer = (
    <>
      {!blocked && !unsaved && <Button icon={<RotateCw aria-hidden />} busy={test.isFetching} onClick={() => void test.refetch()} className="mr-auto">{t('backTest.again')}</Button>}
      <Button onClick={onClose}>{t('common.close')}</Button>
    </>
  );
  if (blocked) {
    return (
      <Dialog open onClose={onClose} size="sm" title={t('backTest.title')} description={t('backTest.blocked', { count: checks.errors.length })} footer={footer}>
        <div className="-mx-1 overflow-hidden rounded-md border border-line"><FindingList findings={checks.errors} onGo={onClose} /></div>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} size="lg" title={t('backTest.title')} description={t('backTest.text')} footer={footer}>
      <div className="space-y-3" data-testid="back-test">
        {versions.length > 1 && (
          <div className="flex items-center gap-2">
            <span className="text-ink-2" aria-hidden>{t('backTest.runsOf')}</span>
            <Select value={of} onChange={setOf} label={t('backTest.runsOf')} options={[{ value: 'all', label: t('backTest.allVersions') }, ...versions.map((number) => ({ value: number, label: t('backTest.version', { number }) }))]} />
          </div>
        )}
        {unsaved ? <p role="alert" className="text-bad">{t('designer.notSavedYet')}</p> : null}
        {test.error && !test.isFetching ? <ErrorNote error={test.error} /> : null}
        {!unsaved && !test.error && test.data === undefined ? <div className="overflow-hidden rounded-md border border-line"><SkeletonRows rows={4} label={t('backTest.looking')} /></div> : null}
        {test.data !== undefined && !test.error ? <BackTestResult key={of} result={test.data} nameOf={nameOf} narrowed={of !== 'all'} /> : null}
      </div>
    </Dialog>
  );
}
