import { beforeAll, describe, expect, it } from 'vitest';
import type { Page, Problem, Run, WorkflowTemplate } from '@/engine/index.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

serveApi();
let items: WorkflowTemplate[];

beforeAll(async () => {
  items = (await call<Page<WorkflowTemplate>>('GET', '/api/v1/templates')).body.items;
});

describe('the templates', () => {
  it('are the examples, under their slugs, the smallest first', () => {
    const slugs = items.map((item) => item.slug);
    expect(slugs[0]).toBe('greeting');
    for (const slug of ['greeting', 'notification', 'monthly-report', 'order-processing', 'booking-saga', 'parent-and-children', 'company-strategy-analysis', 'exploration', 'dialectical-simulation', 'purchase', 'risk-assessment', 'document-analysis', 'strategy-dag', 'strategy-research', 'strategy-supervisor', 'strategy-debate', 'composition', 'upgrade']) expect(slugs).toContain(slug);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  it('come page by page in the order of the gallery', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: Page<WorkflowTemplate> } = await call<Page<WorkflowTemplate>>('GET', `/api/v1/templates?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(body.items.length).toBeLessThanOrEqual(5);
      seen.push(...body.items.map(({ slug }) => slug));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(items.map(({ slug }) => slug));
  });

  it('can each be saved and published as they are', async () => {
    for (const { slug, definition } of items) {
      const made = await call<Problem>('POST', '/api/v1/workflows', { body: { slug, definition } });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      const published = await call<Problem>('POST', `/api/v1/workflows/${slug}/publish`);
      expect(published.status, `${slug}: ${JSON.stringify(published.body)}`).toBe(201);
    }
  });

  it('take their sample inputs', async () => {
    for (const { slug, sampleInput } of items) {
      const started = await call<Run & Pick<Problem, 'detail'>>('POST', `/api/v1/workflows/${slug}/runs`, { body: { input: sampleInput } });
      expect(started.status, `${slug}: ${started.body.detail}`).toBe(201);
      expect((await call<Run>('POST', `/api/v1/runs/${started.body.id}/terminate`)).status === 200 || started.body.status === 'completed').toBe(true);
    }
  });
});
