import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrisma, type PrismaClient } from '../engine/postgres/prisma.ts';
import { createWorkflowStore } from '../engine/postgres/workflows.ts';
import type { TriggerRow } from '../engine/runtime/engine.ts';
import { loadExamples } from './index.ts';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

let systems: Systems;
let prisma: PrismaClient;
let triggers: readonly TriggerRow[];

beforeAll(async () => {
  systems = await systemsUnderTest();
  const { t } = systems;
  prisma = createPrisma(t.database.url);
  // The fixture saves versions without publishing them, and only a publication makes triggers.
  const workflows = createWorkflowStore(prisma, 'default');
  const { definition } = (await loadExamples()).find(({ slug }) => slug === 'monthly-report')!;
  const workflow = await workflows.create({ slug: 'published-report', definition }, t.engine.now());
  await workflows.publish(workflow!.id, '', t.engine.now());
  triggers = (await t.engine.listTriggers({ workflowId: workflow!.id }, {})).items;
});
afterAll(async () => {
  await prisma.$disconnect();
  await systems.close();
});

const triggerOf = (node: string): TriggerRow => triggers.find((trigger) => trigger.node === node)!;

describe('the monthly report', () => {
  it('comes by a clock, by a request and by hand', () => {
    expect(triggers.map(({ node, kind }) => `${node} ${kind}`).sort()).toEqual(['asked webhook', 'monthly schedule']);
    expect(triggerOf('asked').token).toMatch(/^[\w-]{32}$/);
  });

  it('comes at 6 in Berlin on the first of a month, and so rarely that a new installation does not fill with runs', () => {
    const berlin = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', day: 'numeric', hour: '2-digit', minute: '2-digit' });
    const next = systems.t.engine.nextOf(triggerOf('monthly').rule!)!;
    expect(next.map((at) => berlin.format(at))).toEqual(Array.from({ length: 5 }, () => '1, 06:00'));
  });

  it('is about the month before the instant that its schedule starts it for', async () => {
    const { engine } = systems.t;
    const row = await systems.ended((await engine.readRun(await engine.fireTrigger(triggerOf('monthly').id, null)))!);
    const at = new Date(triggerOf('monthly').createdAt);
    const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1));
    expect(row).toMatchObject({ trigger: 'schedule', status: 'completed', output: { month, to: 'ada@example.com', status: 'sent' } });
    expect(systems.ledgerOf(row)).toEqual(['mail done']);
  });

  it('is about the month that was asked for, and sent at the third try', async () => {
    const row = await systems.run('monthly-report', { until: '2026-03-31T05:00:00Z', fault: { service: 'mail', mode: 'error', times: 2 } });
    expect(row).toMatchObject({ status: 'completed', output: { month: 'February 2026' } });
    expect(systems.ledgerOf(row)).toEqual(['mail error', 'mail error', 'mail done']);
    const { steps } = await systems.t.engine.viewState(row.id);
    expect(['start', 'monthly', 'asked'].map((path) => steps.get(path)?.status)).toEqual(['completed', 'skipped', 'skipped']);
  });
});
