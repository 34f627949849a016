'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Workflow } from '@/engine/index.ts';
import { connection } from '../../data/connection.ts';
import { newId } from '../../data/new-id.ts';
import { keys } from '../../data/query-keys.ts';
import type { EditorStore } from '../store.ts';
import { DraftSaver, type SaveState } from './draft-saver.ts';
import { browserShelf } from './draft-shelf.ts';
import { localBackup } from './local-backup.ts';
import { openTabs, type OpenTab } from './open-tabs.ts';
import { saveDraft } from './save-draft.ts';

/** Editors that were left for another page of the app: they go on until what they hold is saved, or until an editor opens. */
const left = new Map<DraftSaver, OpenTab>();

/** Before an editor reads the draft: what was left behind is through, and what could not be saved lies in this browser for it to find. */
export async function endLeft(): Promise<void> {
  const all = [...left];
  left.clear();
  await Promise.all(
    all.map(async ([saver, tab]) => {
      await saver.end();
      tab.close();
    }),
  );
}

/**
 * Keeps what stands on the canvas: in this browser at once, on the server a moment later.
 * @param address what the page was asked for (id or slug); the cache is kept under it
 */
export function useDraftSaver(store: EditorStore, workflow: Workflow, address: string): { saver: DraftSaver; state: SaveState } {
  const client = useQueryClient();
  const [state, setState] = useState<SaveState>({ kind: 'saved' });
  const [id] = useState(newId);
  const tab = useRef<OpenTab | null>(null);
  const [saver] = useState(
    () =>
      new DraftSaver({
        revision: workflow.draftRevision,
        saved: workflow.definition,
        backup: localBackup(browserShelf, workflow.id, id),
        onState: setState,
        save: async (definition, revision) => {
          const answer = await saveDraft(workflow.id, definition, revision, (saved) => {
            client.setQueryData(keys.workflows.one(address), saved);
            void client.invalidateQueries({ queryKey: keys.workflows.lists });
          });
          if (answer.kind === 'unreachable') connection.missed();
          else connection.heard();
          return answer;
        },
      }),
  );

  useEffect(() => store.subscribe((now) => saver.change(now.history.definition)), [store, saver]);

  useEffect(() => {
    left.delete(saver);
    // Not while rendering: a drawing that React throws away would live on for the others.
    const open = (tab.current ??= openTabs().open(id));
    const flush = (): void => void saver.flush();
    const onHide = (): void => void (document.visibilityState === 'hidden' && saver.flush());
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (!saver.hasUnsaved) return;
      // It is in this browser already; a moment more and the server has it too.
      void saver.flush();
      event.preventDefault();
    };
    window.addEventListener('online', flush);
    window.addEventListener('beforeunload', onLeave);
    document.addEventListener('visibilitychange', onHide);
    return () => {
      window.removeEventListener('online', flush);
      window.removeEventListener('beforeunload', onLeave);
      document.removeEventListener('visibilitychange', onHide);
      // Another page of the app: nothing is asked, everything is sent.
      left.set(saver, open);
      void saver.flush();
    };
  }, [saver, id]);

  return { saver, state };
}
