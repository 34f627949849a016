import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRow } from '../engine/ports/views.ts';
import { until } from '../engine/testing/until.ts';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

let systems: Systems;

beforeAll(async () => {
  systems = await systemsUnderTest();
});
afterAll(() => systems.close());

async function childrenOf(row: RunRow): Promise<RunRow[]> {
  const { items } = await systems.t.engine.listRuns({ parentRunId: row.id }, {});
  return items.sort((left, right) => (left.workflowSlug ?? '').localeCompare(right.workflowSlug ?? ''));
}

const slugsOf = (rows: readonly RunRow[]): (string | null)[] => rows.map(({ workflowSlug }) => workflowSlug);

describe('a composition', () => {
  it('runs one sub-workflow first, three side by side, and puts together what they answer', async () => {
    const row = await systems.run('composition');
    expect(row).toMatchObject({
      status: 'completed',
      output: { customer: 'Weaver & Daughters', status: 'taken-on', limit: 25_000, message: 'Hello, Weaver & Daughters!', contract: { summary: expect.any(String) as string }, order: { status: 'shipped' }, reservations: null },
    });
    const children = await childrenOf(row);
    expect(slugsOf(children)).toEqual(['document-analysis', 'greeting', 'order-processing', 'risk-assessment']);
    for (const child of children) expect(await systems.t.engine.replayRun(child.id)).toMatchObject({ ok: true });
  });

  it('chooses another sub-workflow for several items, whose children run three deep', async () => {
    const row = await systems.run('composition', { items: [{ sku: 'a', count: 2 }, { sku: 'b', count: 1 }] });
    expect(row).toMatchObject({ status: 'completed', output: { order: null, reservations: [{ sku: 'a' }, { sku: 'b' }] } });
    const children = await childrenOf(row);
    expect(slugsOf(children)).toEqual(['document-analysis', 'greeting', 'parent-and-children', 'risk-assessment']);
    expect(slugsOf(await childrenOf(children[2]!))).toEqual(['parent-and-children-child', 'parent-and-children-child']);
  });

  it('runs nothing more when the first one says no', async () => {
    const row = await systems.begin('composition', { customer: 'Shady Offshore Ltd' });
    const request = await until('somebody is asked', async () => (await systems.t.engine.listApprovals({ status: 'open' }, {})).items[0]);
    await systems.t.engine.decideApproval(request.id, { outcome: 'rejected', by: 'Grace', data: { limit: 0, reason: 'Too much of a risk.' } });
    expect(await systems.ended(row)).toMatchObject({ status: 'completed', output: { customer: 'Shady Offshore Ltd', status: 'declined', decidedBy: 'Grace', reason: 'Too much of a risk.' } });
    expect(slugsOf(await childrenOf(row))).toEqual(['risk-assessment']);
  });

  it('fails with the reason of a sub-workflow that failed, and stops the others', async () => {
    const row = await systems.run('composition', { fault: { service: 'payment', mode: 'error' } });
    expect(row).toMatchObject({ status: 'failed', error: { type: 'child_failed' } });
    for (const child of await childrenOf(row)) expect(['completed', 'failed', 'cancelled']).toContain(child.status);
  });
});
