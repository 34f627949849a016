import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Definition } from '@/engine/index.ts';
import { trip } from '../../canvas/testing/definitions.ts';
import { DraftSaver, type SaveAnswer, type SaveState } from './draft-saver.ts';

const draft = (description: string): Definition => ({ ...trip(), description });

function setUp(answers: (SaveAnswer | Promise<SaveAnswer>)[]) {
  const states: SaveState['kind'][] = [];
  const sent: { description: string; revision: number }[] = [];
  const kept: (string | null)[] = [];
  const saver = new DraftSaver({
    revision: 1,
    saved: draft('0'),
    save: async (definition, revision) => {
      sent.push({ description: definition.description!, revision });
      return (await answers.shift()) ?? { kind: 'unreachable' };
    },
    backup: { write: async ({ definition }) => void kept.push(definition.description!), clear: async () => void kept.push(null) },
    onState: (state) => states.push(state.kind),
    retryMs: [1_000],
  });
  return { saver, states, sent, kept };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('saves once for changes that follow each other, under the revision it read', async () => {
  const { saver, states, sent, kept } = setUp([{ kind: 'saved', revision: 2 }]);
  saver.change(draft('1'));
  await vi.advanceTimersByTimeAsync(400);
  saver.change(draft('2'));
  expect(kept).toEqual(['1', '2']);
  await vi.advanceTimersByTimeAsync(600);
  expect(sent).toEqual([{ description: '2', revision: 1 }]);
  expect(states).toEqual(['pending', 'pending', 'saving', 'saved']);
  expect(kept.at(-1)).toBeNull();
});
it('never has two saves under way, and saves again what changed meanwhile under the new revision', async () => {
  let answer!: (value: SaveAnswer) => void;
  const { saver, sent } = setUp([new Promise((resolve) => (answer = resolve)), { kind: 'saved', revision: 3 }]);
  saver.change(draft('1'));
  await vi.advanceTimersByTimeAsync(600);
  saver.change(draft('2'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toHaveLength(1);
  answer({ kind: 'saved', revision: 2 });
  await vi.advanceTimersByTimeAsync(600);
  expect(sent).toEqual([{ description: '1', revision: 1 }, { description: '2', revision: 2 }]);
  expect(saver.state.kind).toBe('saved');
});
it('keeps the draft in the browser and tries again while the server is away', async () => {
  const { saver, states, kept } = setUp([{ kind: 'unreachable' }, { kind: 'unreachable' }, { kind: 'saved', revision: 2 }]);
  saver.change(draft('1'));
  await vi.advanceTimersByTimeAsync(600);
  expect(saver.state.kind).toBe('offline');
  expect(kept).toEqual(['1']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(states.at(-1)).toBe('saved');
});
it('writes nothing after a conflict until a person chose, and then under their revision', async () => {
  const theirs = { definition: draft('theirs'), revision: 7, updatedAt: '' };
  const { saver, sent } = setUp([{ kind: 'conflict', theirs }, { kind: 'saved', revision: 8 }]);
  saver.change(draft('1'));
  await vi.advanceTimersByTimeAsync(600);
  expect(saver.state).toEqual({ kind: 'conflict', theirs });
  saver.change(draft('2'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  await saver.resolve('mine');
  expect(sent.at(-1)).toEqual({ description: '2', revision: 7 });
  expect(saver.state.kind).toBe('saved');
});
it('takes theirs without writing anything', async () => {
  const theirs = { definition: draft('theirs'), revision: 7, updatedAt: '' };
  const { saver, sent, kept } = setUp([{ kind: 'conflict', theirs }]);
  saver.change(draft('1'));
  await saver.flush();
  await saver.resolve('theirs');
  expect([sent.length, saver.hasUnsaved, saver.savedRevision, kept.at(-1)]).toEqual([1, false, 7, null]);
});
it('says that the server refused the draft, and tries again with the next change', async () => {
  const { saver, states } = setUp([{ kind: 'refused', error: new Error('too large') }, { kind: 'saved', revision: 2 }]);
  saver.change(draft('1'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(states.at(-1)).toBe('refused');
  saver.change(draft('2'));
  await vi.advanceTimersByTimeAsync(600);
  expect(states.at(-1)).toBe('saved');
});
it('has nothing to save when the change was taken back', async () => {
  const { saver, sent } = setUp([]);
  const before = draft('0');
  const same = new DraftSaver({ revision: 1, saved: before, save: async () => ({ kind: 'unreachable' }), backup: { write: async () => {}, clear: async () => {} }, onState: () => {} });
  same.change(draft('1'));
  same.change(before);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([same.state.kind, same.hasUnsaved, sent.length, saver.state.kind]).toEqual(['saved', false, 0, 'saved']);
});
