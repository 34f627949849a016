import type { Page } from '@playwright/test';
import { Stage } from '../browser/stage.ts';
import { publish } from '../measure/publish.ts';
import { until } from '../measure/until.ts';
import { waitingFor } from '../measure/workflows.ts';
import type { Bench, Figure } from '../bench-context.ts';

const KB = 1_000;
/** A page has what it wants when nothing more has come for so long. */
const QUIET_MS = 1_500;
const PATIENCE_MS = 30_000;
/** What comes last on pages that fetch a part of themselves once their data is there: a busy machine rests in between. */
const LAST: Readonly<Record<string, string>> = { editor: '[data-testid="inspector-workflow"]', versions: '.react-flow__node', 'versions compared': '.react-flow__node', run: '.react-flow__node', 'runs compared': '.react-flow__node' };
const MOST_KB = { editor: 600, other: 350 } as const;

/** JavaScript that each page fetches before anybody touches it, as it travels. */
export async function pages(bench: Bench): Promise<Figure[]> {
  const { engine, heddle } = bench;
  const [run, other] = await Promise.all([1, 2].map(async (n) => (await engine.startRun({ workflow: 'bench-chain', input: { n } })).run.id));
  for (const id of [run, other]) await engine.waitForEnd(id!, PATIENCE_MS);
  await publish(bench, 'bench-asks', waitingFor('approval'));
  const request = await openRequest(bench);
  const places: Record<string, string> = {
    workflows: '/workflows', editor: '/workflows/bench-chain', versions: '/workflows/bench-chain/versions', 'versions compared': '/workflows/bench-chain/versions?from=1&to=draft',
    runs: '/runs', run: `/runs/${run}`, 'runs compared': `/runs/compare?a=${run}&b=${other}`,
    approvals: '/approvals', request: `/approvals/${request}`, workers: '/workers', settings: '/settings', 'an unknown address': '/none',
  };
  const stage = await Stage.open(bench.say);
  try {
    const figures: Figure[] = [];
    for (const [name, path] of Object.entries(places)) {
      const page = await stage.page();
      await page.goto(`${heddle.url}${path}`);
      const last = LAST[name];
      if (last !== undefined) await page.locator(last).first().waitFor({ timeout: PATIENCE_MS });
      const { files, bytes } = await scriptsOf(page);
      await page.context().close();
      figures.push({ name: `JavaScript, ${name}`, value: bytes / KB, unit: 'kB', conditions: `${files} files, compressed, before the first touch`, bar: { below: name === 'editor' ? MOST_KB.editor : MOST_KB.other } });
    }
    return figures;
  } finally {
    await stage.close();
  }
}

/** @returns the id of a request that waits for somebody */
async function openRequest({ engine, sql }: Bench): Promise<string> {
  const { run } = await engine.startRun({ workflow: 'bench-asks', input: { n: 1 } });
  const find = async (): Promise<string | undefined> => (await sql.query<{ id: string }>(`SELECT run_id || '.' || seq AS id FROM approvals WHERE run_id = $1 AND status = 'open'`, [run.id])).rows[0]?.id;
  let id: string | undefined;
  await until(async () => (id = await find()) !== undefined, 'Nobody is asked', PATIENCE_MS);
  return id!;
}

async function scriptsOf(page: Page): Promise<{ files: number; bytes: number }> {
  const read = () => page.evaluate(() => performance.getEntriesByType('resource').flatMap((entry) => (entry instanceof PerformanceResourceTiming && new URL(entry.name).pathname.endsWith('.js') ? [entry.encodedBodySize] : [])));
  let sizes = await read();
  let since = performance.now();
  await until(async () => {
    const now = await read();
    if (now.length !== sizes.length) since = performance.now();
    sizes = now;
    return sizes.length > 0 && performance.now() - since > QUIET_MS;
  }, 'The page fetches for ever', PATIENCE_MS);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
