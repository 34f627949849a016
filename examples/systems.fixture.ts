import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { applyDefaults } from '../engine/definition/apply-defaults.ts';
import type { Json, JsonObject } from '../engine/definition/json.ts';
import { createAgentRunner } from '../engine/nodes/agent/run.ts';
import { createOfflineModel } from '../engine/nodes/agent/offline.ts';
import { closeCodeSandbox, codeRunner } from '../engine/nodes/code/run.ts';
import { createHttpClient } from '../engine/nodes/http/client.ts';
import { createHttpRunner } from '../engine/nodes/http/run.ts';
import { storeRunner } from '../engine/nodes/store/run.ts';
import type { RunRow } from '../engine/ports/views.ts';
import { engineUnderTest, type EngineUnderTest } from '../engine/testing/engine-under-test.ts';
import { publish } from '../engine/testing/publish.ts';
import { until } from '../engine/testing/until.ts';
import { loadExamples } from './index.ts';
import { OutsideWorld } from './outside-world/app.ts';

const ROOT = join(import.meta.dirname, '..');

/** The examples on real servers: Postgres, Redis, two workers, the real runners, the outside world over HTTP. */
export type Systems = {
  t: EngineUnderTest;
  outside: OutsideWorld;
  begin(slug: string, input?: JsonObject): Promise<RunRow>;
  /** Waits for the end of a run and proves that its history replays. */
  ended(row: RunRow): Promise<RunRow>;
  run(slug: string, input?: JsonObject): Promise<RunRow>;
  /** What reached the outside world from a run, in order: `service outcome`. */
  ledgerOf(row: RunRow): string[];
  /** Waits until a step waits for somebody or something. */
  waiting(row: RunRow, path: string): Promise<void>;
  close(): Promise<void>;
};

export async function systemsUnderTest(): Promise<Systems> {
  const outside = new OutsideWorld();
  const server: Server = outside.createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const client = createHttpClient({ allow: '', outsideUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const agent = createAgentRunner({ choose: () => createOfflineModel(1), client: () => client });
  const runners = new Map([createHttpRunner(() => client), codeRunner, storeRunner, agent].map((runner) => [runner.type, runner]));
  const t = await engineUnderTest({ worker: { runners } });
  const examples = await loadExamples(ROOT);
  for (const { slug, definition } of examples) await publish(t.database, slug, definition);

  const begin: Systems['begin'] = async (slug, input = {}) => {
    const { definition } = examples.find((candidate) => candidate.slug === slug)!;
    const { run } = await t.engine.startRun({ workflow: slug, version: 'latest', input: applyDefaults(definition.input, input) as Json });
    return run;
  };
  const ended: Systems['ended'] = async (row) => {
    const last = await t.engine.waitForEnd(row.id, 25_000);
    expect(await t.engine.replayRun(row.id)).toMatchObject({ ok: true });
    return last;
  };
  return {
    t, outside, begin, ended,
    run: async (slug, input) => ended(await begin(slug, input)),
    ledgerOf: (row) => outside.ledger.read({ reference: row.id }).entries.map((entry) => `${entry.service} ${entry.outcome}`),
    waiting: async (row, path) => {
      await until(`${path} waits`, async () => (await t.engine.viewState(row.id)).steps.get(path)?.status === 'waiting');
    },
    close: async () => {
      await until('every message is delivered', async () => (await t.database.query('SELECT FROM outbox')).rowCount === 0);
      const violations = await t.violations({ idle: true });
      await t.close();
      await closeCodeSandbox();
      client.transport.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      expect(violations).toEqual([]);
    },
  };
}
