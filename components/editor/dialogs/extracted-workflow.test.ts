import { expect, it } from 'vitest';
import type { Definition, VersionSummary, Workflow } from '@/engine/index.ts';
import { ExtractedWorkflow } from './extracted-workflow.ts';

/** Remembers what it was asked; what is named in `fails` is refused that often. */
function workflows(fails: { publish?: number; remove?: number } = {}) {
  const asked: string[] = [];
  let made = 0;
  const refuse = (what: 'publish' | 'remove') => {
    if ((fails[what] ?? 0) === 0) return;
    fails[what]! -= 1;
    throw new Error(`${what} failed`);
  };
  return {
    asked,
    create: async ({ definition }: { definition: Definition }) => {
      const id = `w${(made += 1)}`;
      asked.push(`create ${id} ${definition.name}`);
      return { id, name: definition.name, slug: definition.name } as Workflow;
    },
    publish: async (id: string) => {
      asked.push(`publish ${id}`);
      refuse('publish');
      return {} as VersionSummary;
    },
    remove: async (id: string) => {
      asked.push(`remove ${id}`);
      refuse('remove');
    },
  };
}
const named = (name: string) => ({ heddle: 1, name, nodes: [], edges: [] }) as unknown as Definition;

it('takes up again what was made, when publishing failed', async () => {
  const api = workflows({ publish: 1 });
  const extracted = new ExtractedWorkflow(api);
  await expect(extracted.publish(named('a'))).rejects.toThrow('publish failed');
  expect(extracted.left).toBe('a');
  expect((await extracted.publish(named('a'))).id).toBe('w1');
  expect([api.asked, extracted.left]).toEqual([['create w1 a', 'publish w1', 'publish w1'], null]);
});

it('makes another under another name, and leaves nothing of the first', async () => {
  const api = workflows({ publish: 1 });
  const extracted = new ExtractedWorkflow(api);
  await expect(extracted.publish(named('a'))).rejects.toThrow();
  expect((await extracted.publish(named('b'))).slug).toBe('b');
  expect(api.asked).toEqual(['create w1 a', 'publish w1', 'remove w1', 'create w2 b', 'publish w2']);
});

it('takes away what is not wanted any more, says so when it cannot, and never what is published', async () => {
  const api = workflows({ publish: 1, remove: 1 });
  const extracted = new ExtractedWorkflow(api);
  await extracted.discard();
  await expect(extracted.publish(named('a'))).rejects.toThrow();
  await expect(extracted.discard()).rejects.toThrow('remove failed');
  expect(extracted.left).toBe('a');
  await extracted.discard();
  await extracted.publish(named('c'));
  await extracted.discard();
  expect(api.asked).toEqual(['create w1 a', 'publish w1', 'remove w1', 'remove w1', 'create w2 c', 'publish w2']);
});
