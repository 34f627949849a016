'use client';
import { useState } from 'react';
import type { Definition, Workflow } from '@/engine/index.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { useKit } from '../kit.ts';
import type { DraftSaver } from '../saving/draft-saver.ts';
import { browserShelf } from '../saving/draft-shelf.ts';
import type { KeptDraft } from '../saving/local-backup.ts';
import { definitionOf, useEditor } from '../store.ts';
import { SidesDialog } from './sides-dialog.tsx';

type Props = { found: readonly KeptDraft[]; saver: DraftSaver; workflow: Workflow; onLeft: (found: readonly KeptDraft[]) => void; onDownload: (mine: Definition) => () => void };

/** Drafts of tabs that are gone, one after the other, the newest first. Closing decides nothing: they are offered again the next time. */
export function KeptDrafts({ found, saver, workflow, onLeft, onDownload }: Props) {
  const t = useDesignT();
  const kit = useKit();
  const here = useEditor(definitionOf);
  const [taken, setTaken] = useState(false);
  const [total] = useState(found.length);
  const draft = found[0]!;
  const rest = found.slice(1);
  const letGo = (): Promise<unknown> => browserShelf.remove([draft.key]).catch(() => {});
  return (
    <SidesDialog
      key={draft.key}
      title={t('designer.backupTitle')}
      text={total === 1 ? t('designer.backupText') : `${t('designer.backupText')} ${t('designer.backupOf', { index: total - rest.length, total })}`}
      mine={{ title: t('designer.backupMine'), definition: draft.definition, at: draft.at, action: t('designer.restoreBackup') }}
      // What was taken up before stands in the editor, and the server has it soon.
      theirs={taken ? { title: t('designer.backupHere'), definition: here, at: null, action: t('designer.dropBackupHere') } : { title: t('designer.backupServer'), definition: workflow.definition, at: workflow.updatedAt, action: t('designer.dropBackup') }}
      onMine={async () => {
        kit.state().replace('designer.restoreBackup', draft.definition);
        // It is this tab's own first; only then may the place that it lay in be empty.
        if (await saver.isKept()) await letGo();
        setTaken(true);
        onLeft(rest);
      }}
      onTheirs={async () => {
        await letGo();
        onLeft(rest);
      }}
      onClose={() => onLeft([])}
      onDownload={onDownload(draft.definition)}
    />
  );
}
