import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

let systems: Systems;

beforeAll(async () => {
  systems = await systemsUnderTest();
});
afterAll(() => systems.close());

describe('a notification', () => {
  it('is rendered and sent', async () => {
    const row = await systems.run('notification', { name: 'Grace' });
    expect(row).toMatchObject({ status: 'completed', output: { to: 'ada@example.com', subject: 'Your loom is ready, Grace', status: 'sent', reason: null } });
    expect(systems.ledgerOf(row)).toEqual(['mail done']);
    expect((await systems.t.engine.viewState(row.id)).steps.get('render')?.output).toMatchObject({ text: expect.stringContaining('your loom is ready. It can be fetched from 1 Weaver Lane.') as string });
  });

  it('is sent at the third try', async () => {
    const row = await systems.run('notification', { fault: { service: 'mail', mode: 'error', times: 2 } });
    expect(row.output).toMatchObject({ status: 'sent' });
    expect(systems.ledgerOf(row)).toEqual(['mail error', 'mail error', 'mail done']);
  });

  it('says so when the mailbox does not exist, and tries that no second time', async () => {
    const row = await systems.run('notification', { fault: { service: 'mail', mode: 'refuse' } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'undeliverable', reason: expect.stringContaining('mailbox') as string } });
    expect(systems.ledgerOf(row)).toEqual(['mail refused']);
  });

  it('sends no mail with a hole in it', async () => {
    const row = await systems.run('notification', { template: 'Dear {who}' });
    expect(row).toMatchObject({ status: 'failed', error: { type: 'TypeError', message: expect.stringContaining('The template wants "who"') as string } });
    expect(systems.ledgerOf(row)).toEqual([]);
  });
});
