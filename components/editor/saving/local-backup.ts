import { readDefinition, type Definition } from '@/engine/index.ts';
import { isEqual } from '../document/is-equal.ts';
import type { Backup } from './draft-saver.ts';
import type { DraftShelf } from './draft-shelf.ts';
import type { OpenTabs } from './open-tabs.ts';

export type KeptDraft = { key: string; definition: Definition; revision: number; at: number };

/** A draft that nobody came back for is let go of after this. */
const EXPIRES_MS = 30 * 24 * 60 * 60 * 1000;

/** Each editor has a place of its own: what one tab saves or lets go of is not what another still holds. */
const keyOf = (workflowId: string, tab: string): string => `${workflowId}/${tab}`;

/** Where one editor keeps its draft. One write at a time, and only the newest of those that wait. */
export function localBackup(shelf: DraftShelf, workflowId: string, tab: string): Backup {
  type Job = Omit<KeptDraft, 'key'> | 'clear';
  const key = keyOf(workflowId, tab);
  let running: Promise<void> | null = null;
  let next: Job | null = null;
  const drain = async (): Promise<void> => {
    while (next !== null) {
      const job: Job = next;
      next = null;
      if (job === 'clear') await shelf.remove([key]);
      else await shelf.put(key, job);
    }
  };
  const queue = async (job: Job): Promise<void> => {
    next = job;
    running ??= drain().finally(() => (running = null));
    await running;
  };
  return { write: (value) => queue(value), clear: () => queue('clear') };
}

/**
 * What editors of this workflow left unsaved when they ended, the newest first. An editor that is still open keeps its
 * own. What the server has already, and what is too old, is let go of here; what cannot be read any more is no draft.
 * @param saved the draft of the server
 */
export async function readBackups(shelf: DraftShelf, tabs: OpenTabs, workflowId: string, saved: Definition, now: number): Promise<KeptDraft[]> {
  try {
    // A key without a tab is of the time when all tabs of a workflow had one place.
    const entries = (await shelf.list(workflowId)).filter(([key]) => key === workflowId || key.startsWith(`${workflowId}/`));
    if (entries.length === 0) return [];
    const living = await tabs.living();
    const left: KeptDraft[] = [];
    const over: string[] = [];
    for (const [key, value] of entries) {
      if (living.has(key.slice(workflowId.length + 1))) continue;
      const draft = readKept(key, value);
      if (draft === null) continue;
      if (now - draft.at > EXPIRES_MS || isEqual(draft.definition, saved)) over.push(key);
      else left.push(draft);
    }
    if (over.length > 0) await shelf.remove(over);
    return left.sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

function readKept(key: string, value: unknown): KeptDraft | null {
  if (typeof value !== 'object' || value === null || !('definition' in value)) return null;
  const { definition } = readDefinition(value.definition);
  const { revision, at } = value as Partial<KeptDraft>;
  return definition !== null && typeof revision === 'number' && typeof at === 'number' ? { key, definition, revision, at } : null;
}
