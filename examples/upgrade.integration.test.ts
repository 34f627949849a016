import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionSchema } from '../engine/definition/schema.ts';
import type { RunRow } from '../engine/ports/views.ts';
import { publishNext } from '../engine/testing/publish.ts';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

let systems: Systems;
let [old, moved, held]: RunRow[] = [];

/** The trials of three subscribers have begun on version 1 when the versions 2 and 3 are published. */
beforeAll(async () => {
  systems = await systemsUnderTest();
  [old, moved, held] = await Promise.all(['old', 'moved', 'held'].map((name) => systems.begin('upgrade', { subscriber: `${name}@example.com` })));
  for (const row of [old, moved, held]) await systems.waiting(row!, 'trial');
  for (const number of [2, 3]) {
    const document = JSON.parse(readFileSync(join(import.meta.dirname, 'upgrade', `version-${number}.json`), 'utf8')) as unknown;
    expect(await publishNext(systems.t.database, 'upgrade', definitionSchema.parse(document))).toBe(number);
  }
});
afterAll(() => systems.close());

async function endTrial(row: RunRow): Promise<RunRow> {
  await systems.t.engine.submit(row.id, { id: 'ended', type: 'signal.received', data: { name: 'trial-ended', payload: null, clientId: null, by: null } });
  return await systems.ended(row);
}

describe('an upgrade under way', () => {
  it('leaves a run on the version it began with', async () => {
    expect(await endTrial(old!)).toMatchObject({ status: 'completed', version: 1, output: { charged: 40, version: 1 } });
    expect(systems.ledgerOf(old!)).toEqual(['mail done', 'payment done']);
  });

  it('moves a run to a version in which all that it has begun means the same', async () => {
    expect(await systems.t.engine.planMigration(moved!.id, { version: 2 })).toMatchObject({ from: 1, to: 2, refusal: null, problems: [] });
    expect(await systems.t.engine.migrateRun(moved!.id, { version: 2, reason: 'Half the fee for everybody.', by: 'Grace' })).toMatchObject({ accepted: true });
    expect(await endTrial(moved!)).toMatchObject({ status: 'completed', version: 2, output: { charged: 20, version: 2 } });
    expect(systems.ledgerOf(moved!)).toEqual(['mail done', 'mail done', 'payment done']);
  });

  it('refuses to move a run to a version in which something it has begun means something else, says what, and lets it go on', async () => {
    const refused = await systems.t.engine.migrateRun(held!.id, { version: 3 }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'not_migratable' });
    expect((await systems.t.engine.planMigration(held!.id, { version: 3 })).problems).toMatchObject([
      { code: 'node_changed', node: 'welcome', differs: ['params.body'], message: '"welcome" has begun in this run and means something else in the other version: params.body.' },
    ]);
    expect(await endTrial(held!)).toMatchObject({ status: 'completed', version: 1, output: { charged: 40, version: 1 } });
  });

  it('begins new runs on the latest version', async () => {
    const row = await systems.begin('upgrade');
    expect(row.version).toBe(3);
    expect(await endTrial(row)).toMatchObject({ output: { charged: 20, version: 3 } });
  });
});
