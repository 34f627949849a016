import { expect, it } from 'vitest';
import type { Definition } from '@/engine/index.ts';
import { trip } from '../../canvas/testing/definitions.ts';
import { DraftSaver, type SaveAnswer } from './draft-saver.ts';
import type { DraftShelf } from './draft-shelf.ts';
import { localBackup, readBackups } from './local-backup.ts';
import { tabsByAnswers, tabsByLocks, type OpenTabs } from './open-tabs.ts';

const draft = (description: string): Definition => ({ ...trip(), description });
const DAY = 24 * 60 * 60 * 1000;

function memoryShelf(): DraftShelf & { entries: Map<string, unknown> } {
  const entries = new Map<string, unknown>();
  return {
    entries,
    list: async (prefix) => [...entries].filter(([key]) => key.startsWith(prefix)),
    put: async (key, value) => entries.set(key, structuredClone(value)),
    remove: async (keys) => keys.forEach((key) => entries.delete(key)),
  };
}
const alive = (...ids: string[]): OpenTabs => ({ open: () => ({ close: () => {} }), living: async () => new Set(ids) });
const offered = async (shelf: DraftShelf, tabs: OpenTabs, saved = draft('server'), now = Date.now()): Promise<(string | undefined)[]> => (await readBackups(shelf, tabs, 'flow', saved, now)).map(({ definition }) => definition.description);

it('keeps what a tab in conflict holds while another tab saves, and offers it once the first is gone', async () => {
  const shelf = memoryShelf();
  const tab = (id: string, answer: SaveAnswer): DraftSaver =>
    new DraftSaver({ revision: 1, saved: draft('server'), save: async () => answer, backup: localBackup(shelf, 'flow', id), onState: () => {} });
  const a = tab('a', { kind: 'conflict', theirs: { definition: draft('server'), revision: 2, updatedAt: '' } });
  const b = tab('b', { kind: 'saved', revision: 3 });
  a.change(draft('of a'));
  await a.flush();
  b.change(draft('of b'));
  await b.flush();
  expect([a.state.kind, b.state.kind, [...shelf.entries.keys()]]).toEqual(['conflict', 'saved', ['flow/a']]);
  expect(await offered(shelf, alive('a'))).toEqual([]);
  expect(await offered(shelf, alive('b'))).toEqual(['of a']);
});
it('offers every draft of a tab that is gone, the newest first, and those of no other workflow', async () => {
  const shelf = memoryShelf();
  for (const [workflow, tab, description, at] of [['flow', 'a', 'older', 1_000], ['flow', 'b', 'newest', 3_000], ['flow', 'c', 'alive', 4_000], ['flow2', 'd', 'another', 5_000]] as const) {
    await localBackup(shelf, workflow, tab).write({ definition: draft(description), revision: 1, at });
  }
  shelf.entries.set('flow', { definition: draft('one place for all tabs'), revision: 1, at: 2_000 });
  expect(await offered(shelf, alive('c'), draft('server'), 6_000)).toEqual(['newest', 'one place for all tabs', 'older']);
});
it('lets go of what the server has and of what nobody came back for, and offers nothing that cannot be read', async () => {
  const shelf = memoryShelf();
  const now = 100 * DAY;
  await localBackup(shelf, 'flow', 'saved').write({ definition: draft('server'), revision: 1, at: now });
  await localBackup(shelf, 'flow', 'old').write({ definition: draft('old'), revision: 1, at: now - 31 * DAY });
  await localBackup(shelf, 'flow', 'young').write({ definition: draft('young'), revision: 1, at: now - 29 * DAY });
  shelf.entries.set('flow/broken', { definition: { heddle: 1 }, revision: 1, at: now });
  expect(await offered(shelf, alive(), draft('server'), now)).toEqual(['young']);
  expect([...shelf.entries.keys()]).toEqual(['flow/young', 'flow/broken']);
});
it('is no reason not to open the editor when the browser keeps nothing', async () => {
  const shelf: DraftShelf = { ...memoryShelf(), list: () => Promise.reject(new Error('denied')) };
  expect(await offered(shelf, alive())).toEqual([]);
});
it('says whether the browser has written the latest change down', async () => {
  const saver = (write: () => Promise<void>): DraftSaver =>
    new DraftSaver({ revision: 1, saved: draft('0'), save: async () => ({ kind: 'unreachable' }), backup: { write, clear: async () => {} }, onState: () => {} });
  const [good, full] = [saver(async () => {}), saver(() => Promise.reject(new Error('full')))];
  for (const each of [good, full]) each.change(draft('1'));
  expect(await Promise.all([good.isKept(), full.isKept()])).toEqual([true, false]);
  await Promise.all([good.end(), full.end()]);
});
it('knows which editors are open by asking them, where there are no locks', async () => {
  const tabs = tabsByAnswers(100);
  const [first, second] = [tabs.open('first'), tabs.open('second')];
  second.close();
  expect([...(await tabs.living())]).toEqual(['first']);
  first.close();
});
it('knows which editors are open by the locks they hold or wait for', async () => {
  const held = new Map<string, Promise<unknown>>();
  const locks = {
    request: async (name: string, act: () => Promise<unknown>) => {
      held.set(name, act());
      await held.get(name);
      held.delete(name);
    },
    query: async () => ({ held: [...held.keys(), 'of somebody else'].map((name) => ({ name })), pending: [] }),
  } as unknown as LockManager;
  const tabs = tabsByLocks(locks);
  const [first, second] = [tabs.open('first'), tabs.open('second')];
  expect((await tabs.living()).size).toBe(2);
  first.close();
  await Promise.resolve();
  await expect.poll(async () => [...(await tabs.living())]).toEqual(['second']);
  second.close();
});
