import { readFileSync } from 'node:fs';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { api } from '@/components/data/api.ts';
import { catalogue, type ApiEvent, type Definition, type RunListItem } from '@/engine/index.ts';
import { resultOf } from './last-run.ts';
import { readLastRuns } from './use-last-run.ts';

afterEach(() => void vi.restoreAllMocks());

const { definition, events } = JSON.parse(readFileSync('examples/histories/greeting.completed.5d9e56253b4f.json', 'utf8')) as { definition: Definition; events: ApiEvent[] };

it('a command reads what a run has come to since the list was last asked for', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
  let known = 1;
  vi.spyOn(api.runs, 'list').mockImplementation(() => Promise.resolve({ items: [{ id: 'r', lastSeq: known } as RunListItem], nextCursor: null }));
  vi.spyOn(api.runs, 'definition').mockResolvedValue(definition);
  vi.spyOn(api.runs, 'events').mockImplementation(() => Promise.resolve({ events: events.slice(0, known), nextAfter: null } as Awaited<ReturnType<typeof api.runs.events>>));
  expect(resultOf(await readLastRuns(client, 'w', catalogue), 'greet')).toBeNull();
  known = events.length;
  expect(resultOf(await readLastRuns(client, 'w', catalogue), 'greet')?.step.output).toBe('Hello, Ada!');
});
