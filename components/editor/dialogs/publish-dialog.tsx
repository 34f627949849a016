'use client';
import { Rocket } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { Workflow } from '@/engine/index.ts';
import { usePublish } from '../../data/hooks.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { Field, Textarea } from '../../ui/input.tsx';
import { toast } from '../../ui/toast.tsx';
import { PublishBackTest } from '../back-test/publish-back-test.tsx';
import type { Checks } from '../checks/use-checks.ts';
import type { DraftSaver } from '../saving/draft-saver.ts';
import { FindingList } from './finding-list.tsx';
import { PublishChanges } from './publish-changes.tsx';

/** Asks for a note and makes the draft a version. Errors stop it, and are listed to be mended. */
export function PublishDialog({ workflow, saver, checks, onClose }: { workflow: Workflow; saver: DraftSaver; checks: Checks; onClose: () => void }) {
  const t = useDesignT();
  const id = useId();
  const publish = usePublish(workflow.id);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(true);
  const [flushed, setFlushed] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  const version = (workflow.latestVersion ?? 0) + 1;

  // Whether anything changed is said by the server, of the draft that it has: so it gets the draft first.
  useEffect(() => {
    let here = true;
    void saver.flush().then(() => {
      if (!here) return;
      setBusy(false);
      setFlushed(true);
    });
    return () => void (here = false);
  }, [saver]);

  const same = workflow.latestVersion !== null && !workflow.hasUnpublishedChanges && !saver.hasUnsaved;
  const blocked = checks.errors.length > 0;

  async function submit(): Promise<void> {
    if (busy || blocked || same) return;
    setBusy(true);
    await saver.flush();
    setUnsaved(saver.state.kind !== 'saved');
    if (saver.state.kind === 'saved') {
      const made = await publish.mutateAsync(note.trim() === '' ? undefined : note.trim()).catch(() => null);
      if (made) {
        toast.ok(t('designer.published', { version: made.number }));
        return onClose();
      }
    }
    setBusy(false);
  }

  const footer = (
    <>
      <Button onClick={onClose}>{blocked || same ? t('common.close') : t('common.cancel')}</Button>
      {!blocked && !same && <Button variant="primary" icon={<Rocket aria-hidden />} busy={busy} onClick={() => void submit()} data-testid="publish-confirm">{t('designer.publish', { version })}</Button>}
    </>
  );
  return (
    <Dialog open onClose={onClose} size="sm" title={t('designer.publishTitle', { version })} description={t('designer.publishText')} footer={footer}>
      {blocked ? (
        <>
          <p className="mb-2 font-medium text-bad">{t('designer.publishBlocked', { count: checks.errors.length })}</p>
          <div className="-mx-1 overflow-hidden rounded-md border border-line"><FindingList findings={checks.errors} onGo={onClose} /></div>
        </>
      ) : same && !busy ? (
        <p className="rounded-md border border-line bg-sunken px-3 py-2.5 text-ink-2" data-testid="nothing-changed">{t('designer.publishNothing', { version: workflow.latestVersion! })}</p>
      ) : (
        <form
          className="space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          {flushed && <PublishChanges workflow={workflow} />}
          {flushed && workflow.latestVersion !== null && <PublishBackTest workflow={workflow} revision={saver.savedRevision} />}
          <Field id={id} label={t('designer.publishNote')} hint={`${t('common.optional')} · ${t('designer.publishNoteHint')}`}>
            <Textarea id={id} rows={3} maxLength={2_000} value={note} onChange={(event) => setNote(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && (event.metaKey || event.ctrlKey) && (event.preventDefault(), void submit())} />
          </Field>
          {unsaved && <p role="alert" className="text-bad">{t('designer.notSavedYet')}</p>}
          {publish.error && <ErrorNote error={publish.error} />}
        </form>
      )}
    </Dialog>
  );
}
