'use client';
import { useState } from 'react';
import type { Workflow } from '@/engine/index.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { toast } from '../../ui/toast.tsx';
import { saveFile } from '../../workflows/save-file.ts';
import type { Checks } from '../checks/use-checks.ts';
import { BackTestDialog } from '../back-test/back-test-dialog.tsx';
import { ApiDialog } from '../dialogs/api-dialog.tsx';
import { CommandDialog } from '../dialogs/command-dialog.tsx';
import { ConnectDialog } from '../dialogs/connect-dialog.tsx';
import { EdgesDialog } from '../dialogs/edges-dialog.tsx';
import { ExtractDialog } from '../dialogs/extract-dialog.tsx';
import { HelpDialog } from '../dialogs/help-dialog.tsx';
import { IntoDialog } from '../dialogs/into-dialog.tsx';
import { MissingDialog } from '../dialogs/missing-dialog.tsx';
import { PublishDialog } from '../dialogs/publish-dialog.tsx';
import { RunDialog } from '../dialogs/run-dialog.tsx';
import { SidesDialog } from '../dialogs/sides-dialog.tsx';
import { useKit } from '../kit.ts';
import type { DraftSaver, SaveState } from '../saving/draft-saver.ts';
import { KeptDrafts } from '../dialogs/kept-drafts.tsx';
import type { KeptDraft } from '../saving/local-backup.ts';
import { definitionOf, panelOf, useEditor } from '../store.ts';

type Props = { workflow: Workflow; saver: DraftSaver; saveState: SaveState; checks: Checks; kept: readonly KeptDraft[]; choosing: boolean; onChoosing: (open: boolean) => void };

/** The windows over the editor, one at a time. */
export function EditorDialogs({ workflow, saver, saveState, checks, kept, choosing, onChoosing }: Props) {
  const t = useDesignT();
  const kit = useKit();
  const panel = useEditor(panelOf);
  const definition = useEditor(definitionOf);
  const [found, setFound] = useState(kept);
  const close = (): void => kit.state().open(null);
  const download = (mine: unknown) => (): void => saveFile(`${workflow.slug}.json`, JSON.stringify(mine, null, 2));

  if (found.length > 0) return <KeptDrafts found={found} saver={saver} workflow={workflow} onLeft={setFound} onDownload={download} />;
  if (choosing && saveState.kind === 'conflict') {
    const { theirs } = saveState;
    return (
      <SidesDialog
        title={t('designer.conflictTitle')}
        text={t('designer.conflictText')}
        mine={{ title: t('designer.mine'), definition, at: null, action: t('designer.keepMine') }}
        theirs={{ title: t('designer.theirs'), definition: theirs.definition, at: theirs.updatedAt, action: t('designer.takeTheirs') }}
        onMine={async () => {
          await saver.resolve('mine');
          onChoosing(false);
        }}
        onTheirs={async () => {
          await saver.resolve('theirs');
          kit.state().replace('designer.takeTheirs', theirs.definition);
          onChoosing(false);
          toast.info(t('designer.tookTheirs'));
        }}
        onClose={() => onChoosing(false)}
        onDownload={download(definition)}
      />
    );
  }
  switch (panel?.kind) {
    case 'publish': return <PublishDialog workflow={workflow} saver={saver} checks={checks} onClose={close} />;
    case 'backTest': return <BackTestDialog workflow={workflow} saver={saver} checks={checks} onClose={close} />;
    case 'run': return <RunDialog workflow={workflow} saver={saver} checks={checks} part={panel.part ?? null} onClose={close} />;
    case 'extract': return <ExtractDialog onClose={close} />;
    case 'missing': return <MissingDialog node={panel.node} missing={panel.missing} onClose={close} />;
    case 'api': return <ApiDialog workflow={workflow} onClose={close} />;
    case 'help': return <HelpDialog onClose={close} />;
    case 'connect': return <ConnectDialog key={panel.source} source={panel.source} onClose={close} />;
    case 'into': return <IntoDialog onClose={close} />;
    case 'edges': return <EdgesDialog node={panel.node} insert={panel.insert} onClose={close} />;
    case 'commands': return <CommandDialog onClose={close} />;
    default: return null;
  }
}
